package dev.keryx.bus;

import java.util.concurrent.CompletableFuture;

/**
 * A subscription to a changing set of exact topics, with one buffer and one order across all of them. For whoever follows
 * many topics that come and go. Empty at first; an empty one is ready.
 */
public interface TopicSubscription extends Subscription {
    /**
     * Follows one more topic. Adding twice is adding once.
     *
     * @param topic matched exactly
     * @return completes when the broker has confirmed this topic; fails {@code REJECTED} (the others are unaffected)
     *     or {@code CLOSED}
     * @throws IllegalArgumentException where the topic is one of Keryx's own
     */
    CompletableFuture<Void> add(Topic topic);

    /**
     * Follows it no longer; messages already buffered are still delivered. No effect where it was not followed.
     *
     * @param topic equal to the one that was added
     */
    void remove(Topic topic);
}
