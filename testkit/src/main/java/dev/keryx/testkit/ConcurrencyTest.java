package dev.keryx.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test whose subject is what several threads do at once. Runs once; with the system property {@code keryx.repeat} that many
 * times, on demand before such a test or the code under it is trusted: {@code mvn verify -Dkeryx.repeat=50}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(Repetitions.class)
@SuppressWarnings("exports") // JUnit makes the extension; nobody else needs to see it
public @interface ConcurrencyTest {}
