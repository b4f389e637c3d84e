package dev.keryx.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the promises that a test proves, by their numbers in {@code docs/guarantees.md}. The build fails when a listed promise
 * has no test, and when a test names a promise that is not listed.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Rule {
    /** {@return numbers such as {@code BUS-07}; at least one} */
    String[] value();
}
