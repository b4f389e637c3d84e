package dev.keryx.bus.transport;

import dev.keryx.KeryxException;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One connection to the broker, from its opening to its loss. Never comes back to life: the engine opens another.
 *
 * <p>The engine calls {@link #add}, {@link #remove} and {@link #ping} one at a time on a thread kept for drivers, {@link
 * #close} on another, and {@link #send} in the publishers' own threads. One that blocks in them harms its own link only, but
 * {@code send} holds up the publisher.
 */
public interface BusLink {
    /**
     * Subscribes at the broker. The engine hands over at most 512 filters and never has two operations open for one filter.
     * Frames may come before the future completes.
     *
     * @param filters at least one; unmodifiable
     * @return completes when the broker has answered for <em>every</em> filter; its value are the rejected ones with
     *     the broker's reason, empty when all are live; one whose reason is {@code retryable} is asked for again soon.
     *     If it fails, nobody knows which are live, and the engine closes the link
     */
    CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> filters);

    /**
     * Unsubscribes at the broker.
     *
     * @param filters at least one; unmodifiable
     * @return completes when no further frame can come for them; on a dead link at once
     */
    CompletableFuture<Void> remove(Set<TopicFilter> filters);

    /**
     * Publishes. Called from any thread; keeps the order of calls per topic (over all topics with CROSS_TOPIC_ORDER). Never
     * blocks, never sends anything twice.
     *
     * <p>May flush when its loop comes round, and may write consecutive {@link Frame#joinable() joinable} frames of one topic
     * as one message, up to 16 KiB.
     *
     * @param topic the broker's own metacharacters in it mean nothing
     * @param frame at most {@link #maxFrameBytes()}; kept until it is written
     * @return completes when the broker took it. {@code UNAVAILABLE} only if certainly no byte left this process,
     *     {@code REJECTED} if the broker refused, {@code retryable} where only for now, everything else {@code OUTCOME_UNKNOWN}
     */
    CompletableFuture<Void> send(Topic topic, Frame frame);

    /**
     * A round trip on every connection of this link, through the same pipeline as the data. Whatever comes over a connection
     * after the question is as good as its answer, which may have to wait behind much data.
     *
     * @return completes when all have answered; the engine sees to the time
     */
    CompletableFuture<Void> ping();

    /**
     * Ends it: at any time, twice, fast even if the other side hangs.
     *
     * @return no call of the sink after it completes
     */
    CompletableFuture<Void> close();

    /**
     * The largest frame the broker takes, as a bound for what is sent and for what comes: a larger one is not sent, and one that
     * comes all the same is dropped and told as a gap, unless it has no more than the 16 KiB that may be joined.
     *
     * @return in bytes; zero or less means no bound; asked once, when the link is open
     */
    default int maxFrameBytes() {
        return Integer.MAX_VALUE;
    }
}
