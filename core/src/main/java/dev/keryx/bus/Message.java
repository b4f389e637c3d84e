package dev.keryx.bus;

import dev.keryx.Headers;
import dev.keryx.Payload;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What travels on a bus. Immutable.
 *
 * <p>A message made by an application has no id; the bus gives it one when it is published, and a timestamp where it has
 * none. A message published by a foreign program, which knows no envelope, arrives with neither and without headers.
 */
public final class Message {
    /**
     * Headers of one message, ten times what tracing and routing usually need; a publish with more fails {@code LIMIT}, and what
     * comes with more is skipped as damaged. Without a bound a small frame of very many could take a large heap.
     */
    public static final int MAX_HEADERS = 1_024;

    private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private final Topic topic;
    private final Payload payload;
    private final Headers headers;
    private final @Nullable Instant timestamp;
    private final @Nullable MessageId id;

    /**
     * As it came over the wire; for adapters and engines. Applications begin with {@link #to}.
     *
     * @param topic where it was published
     * @param payload maybe empty
     * @param headers maybe empty
     * @param timestamp when it was published, or null where nobody says
     * @param id null where it was not published, or by a foreign program
     * @throws IllegalArgumentException where milliseconds since 1970 cannot say the timestamp
     */
    public Message(Topic topic, Payload payload, Headers headers, @Nullable Instant timestamp, @Nullable MessageId id) {
        this.topic = Objects.requireNonNull(topic, "topic");
        this.payload = Objects.requireNonNull(payload, "payload");
        this.headers = Objects.requireNonNull(headers, "headers");
        if (timestamp != null && (timestamp.isBefore(FIRST) || timestamp.isAfter(LAST))) {
            throw new IllegalArgumentException("milliseconds since 1970 cannot say the timestamp " + timestamp);
        }
        this.timestamp = timestamp;
        this.id = id;
    }

    /**
     * A message to publish, without headers.
     *
     * @param topic where to
     * @param payload maybe empty
     * @return with neither id nor timestamp
     */
    public static Message to(Topic topic, Payload payload) {
        return new Message(topic, payload, Headers.empty(), null, null);
    }

    /**
     * A message to publish, without headers.
     *
     * @param topic where to, see {@link Topic#of}
     * @param payload maybe empty
     * @return with neither id nor timestamp
     * @throws IllegalArgumentException where it cannot be a topic
     */
    public static Message to(String topic, Payload payload) {
        return to(Topic.of(topic), payload);
    }

    /**
     * Adds a header, or replaces the one of that name.
     *
     * @param name any string
     * @param value any string
     * @return a changed copy
     */
    public Message withHeader(String name, String value) {
        return new Message(topic, payload, headers.with(name, value), timestamp, id);
    }

    /**
     * Replaces all headers.
     *
     * @param all in place of those before
     * @return a changed copy
     */
    public Message withHeaders(Headers all) {
        return new Message(topic, payload, all, timestamp, id);
    }

    /**
     * In place of the moment of publishing; kept to the millisecond on its way.
     *
     * @param at within what {@link Instant#toEpochMilli} can say
     * @return a changed copy
     * @throws IllegalArgumentException where it is not
     */
    public Message withTimestamp(Instant at) {
        return new Message(topic, payload, headers, Objects.requireNonNull(at, "at"), id);
    }

    /** {@return the concrete topic, also where a wildcard brought it} */
    public Topic topic() {
        return topic;
    }

    /** {@return what it carries, maybe no bytes} */
    public Payload payload() {
        return payload;
    }

    /** {@return what travels beside the payload, maybe nothing} */
    public Headers headers() {
        return headers;
    }

    /** {@return when it was published, by the publisher's clock; empty where nobody said} */
    public Optional<Instant> timestamp() {
        return Optional.ofNullable(timestamp);
    }

    /** {@return what its bus named it; empty before it is published, and from a foreign program} */
    public Optional<MessageId> id() {
        return Optional.ofNullable(id);
    }

    /** Without the payload and the values of headers. */
    @Override
    public String toString() {
        return "Message[" + topic + ", " + id + ", " + headers + ", " + payload + "]";
    }
}
