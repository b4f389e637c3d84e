package dev.keryx.threads;

import java.time.Duration;

/** Lengths of time that are waited for: they are counted in nanoseconds, so that none is longer than a century. */
public final class Span {
    private static final Duration CENTURY = Duration.ofDays(36_500);

    private Span() {}

    /**
     * Checks an option.
     *
     * @param span as the application gave it
     * @param what the option's name, for the error
     * @return the same
     * @throws IllegalArgumentException unless it is above zero, and at most a century
     */
    public static Duration positive(Duration span, String what) {
        if (span.isZero()) {
            throw new IllegalArgumentException(what + " is positive, got " + span);
        }
        return notNegative(span, what);
    }

    /**
     * Checks an option that may be zero.
     *
     * @param span as the application gave it
     * @param what the option's name, for the error
     * @return the same
     * @throws IllegalArgumentException unless it is from zero to a century
     */
    public static Duration notNegative(Duration span, String what) {
        if (span.isNegative()) {
            throw new IllegalArgumentException(what + " is not negative, got " + span);
        }
        if (span.compareTo(CENTURY) > 0) {
            throw new IllegalArgumentException(what + " is at most a century, got " + span);
        }
        return span;
    }

    /**
     * For a limit that may be any: a century for whoever gives all the time in the world, nothing for who gives less than that.
     *
     * @param limit any
     * @return from zero to a century
     */
    public static Duration countable(Duration limit) {
        if (limit.isNegative()) {
            return Duration.ZERO;
        }
        return limit.compareTo(CENTURY) < 0 ? limit : CENTURY;
    }
}
