package dev.keryx.bus;

/**
 * Counts of one subscription since it began: {@code received = delivered + dropped + buffered} whenever it is at rest, and
 * once it has ended {@code received = delivered + dropped + discarded}.
 *
 * @param received matched this subscription
 * @param delivered handed to the handler, failures included
 * @param dropped fell to its overflow policy
 * @param discarded were still buffered when it ended
 * @param failed the handler threw
 * @param buffered wait now
 */
public record SubscriptionStats(
        long received, long delivered, long dropped, long discarded, long failed, long buffered) {}
