package dev.keryx.bus;

/**
 * Counts of one {@link Requests} since it was made: {@code asked = answered + refused + timedOut + failed + pending} whenever
 * it is at rest.
 *
 * @param asked questions that were begun
 * @param answered got an answer
 * @param refused the other side refused, or failed
 * @param timedOut got no answer in time
 * @param failed were not asked for certain, were cancelled, or ended with the bus
 * @param pending wait now
 * @param late answers that nobody waited for any more: too late, or not the first
 * @param gaps how often answers may have been lost on the way
 */
public record RequestStats(
        long asked, long answered, long refused, long timedOut, long failed, int pending, long late, long gaps) {}
