package dev.keryx.bus.transport;

import dev.keryx.Payload;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a link reports. Implemented by the engine; never blocks, never throws; callable on any thread, an I/O thread too. */
public interface Sink {
    /**
     * A frame has come. One call at a time per topic, in the order in which subscriptions are to get the frames; two calls
     * may overlap only where neither publish was done before the other was begun.
     *
     * @param via the filter that brought it, with one call per filter where several did; {@code null} where the
     *     technology cannot tell, with one call per frame. A filter wider than asked for is fine: the engine matches
     *     again
     * @param topic concrete, where it was published
     * @param bytes given away
     */
    void frame(@Nullable TopicFilter via, Topic topic, Payload bytes);

    /**
     * The link is fine, but frames of these filters may be gone; empty means of all.
     *
     * @param filters those concerned, or none for all
     * @param cause for logs
     */
    void missed(Set<TopicFilter> filters, Throwable cause);

    /**
     * These filters are no longer subscribed at the broker, and nobody asked for it; the engine adds them again.
     *
     * @param filters those concerned; one that was not subscribed does no harm
     * @param cause for logs
     */
    void revoked(Set<TopicFilter> filters, Throwable cause);

    /**
     * The link is dead. The last call.
     *
     * @param cause for logs and errors
     */
    void lost(Throwable cause);
}
