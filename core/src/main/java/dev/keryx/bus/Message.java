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
    private final Topic topic;
    private final Payload payload;
    private final Headers headers;
    private final @Nullable Instant timestamp;
    private final @Nullable MessageId id;

    /** As it came over the wire; for adapters and engines. Applications begin with {@link #to}. */
    public Message(Topic topic, Payload payload, Headers headers, @Nullable Instant timestamp, @Nullable MessageId id) {
        this.topic = Objects.requireNonNull(topic, "topic");
        this.payload = Objects.requireNonNull(payload, "payload");
        this.headers = Objects.requireNonNull(headers, "headers");
        this.timestamp = timestamp;
        this.id = id;
    }

    public static Message to(Topic topic, Payload payload) {
        return new Message(topic, payload, Headers.empty(), null, null);
    }

    public static Message to(String topic, Payload payload) {
        return to(Topic.of(topic), payload);
    }

    public Message withHeader(String name, String value) {
        return new Message(topic, payload, headers.with(name, value), timestamp, id);
    }

    public Message withHeaders(Headers all) {
        return new Message(topic, payload, all, timestamp, id);
    }

    /** Kept to the millisecond on its way. */
    public Message withTimestamp(Instant at) {
        return new Message(topic, payload, headers, Objects.requireNonNull(at, "at"), id);
    }

    public Topic topic() {
        return topic;
    }

    public Payload payload() {
        return payload;
    }

    public Headers headers() {
        return headers;
    }

    public Optional<Instant> timestamp() {
        return Optional.ofNullable(timestamp);
    }

    public Optional<MessageId> id() {
        return Optional.ofNullable(id);
    }

    /** Without the payload and the values of headers. */
    @Override
    public String toString() {
        return "Message[" + topic + ", " + id + ", " + headers + ", " + payload + "]";
    }
}
