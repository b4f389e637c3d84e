package dev.keryx.bus;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How a subscription behaves. Immutable: each method returns a changed copy of {@link #DEFAULT}. */
public final class SubscribeOptions {
    /** Buffers a burst of a second at a thousand messages a second, at about 100 kB of small messages. */
    public static final int DEFAULT_BUFFER_MESSAGES = 1_024;

    /** Unnamed, 1,024 messages, no bound in bytes, DROP_OLDEST, hears its own bus, no gap handler. */
    public static final SubscribeOptions DEFAULT = new SubscribeOptions(
            "", DEFAULT_BUFFER_MESSAGES, Long.MAX_VALUE, Overflow.DROP_OLDEST, false, null, null, false);

    private final String name;
    private final int bufferMessages;
    private final long bufferBytes;
    private final Overflow overflow;
    private final boolean skipOwn;
    private final @Nullable Predicate<Message> unwanted;
    private final @Nullable GapHandler gapHandler;
    private final boolean resync;

    private SubscribeOptions(
            String name,
            int bufferMessages,
            long bufferBytes,
            Overflow overflow,
            boolean skipOwn,
            @Nullable Predicate<Message> unwanted,
            @Nullable GapHandler gapHandler,
            boolean resync) {
        this.name = name;
        this.bufferMessages = bufferMessages;
        this.bufferBytes = bufferBytes;
        this.overflow = overflow;
        this.skipOwn = skipOwn;
        this.unwanted = unwanted;
        this.gapHandler = gapHandler;
        this.resync = resync;
    }

    /**
     * What logs and observers call it.
     *
     * @param subscriptionName need not be unique
     * @return a changed copy
     */
    public SubscribeOptions named(String subscriptionName) {
        return new SubscribeOptions(
                subscriptionName, bufferMessages, bufferBytes, overflow, skipOwn, unwanted, gapHandler, resync);
    }

    /**
     * How many messages may wait for the handler; at least 1.
     *
     * @param messages {@link #DEFAULT_BUFFER_MESSAGES} by default
     * @return a changed copy
     */
    public SubscribeOptions bufferMessages(int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("a buffer holds at least one message");
        }
        return new SubscribeOptions(name, messages, bufferBytes, overflow, skipOwn, unwanted, gapHandler, resync);
    }

    /**
     * How many bytes of memory may be kept by what waits for the handler: payloads, with the frames in which they came, and
     * headers. Messages that came joined in one frame, up to 16 KiB, keep it together and count it once where they wait one
     * behind the other. One message larger than the bound is taken by an empty buffer.
     *
     * @param bytes at least 1; not bounded by default
     * @return a changed copy
     */
    public SubscribeOptions bufferBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a buffer holds at least one byte");
        }
        return new SubscribeOptions(name, bufferMessages, bytes, overflow, skipOwn, unwanted, gapHandler, resync);
    }

    /**
     * What happens when the buffer is full.
     *
     * @param policy {@link Overflow#DROP_OLDEST} by default
     * @return a changed copy
     */
    public SubscribeOptions overflow(Overflow policy) {
        return new SubscribeOptions(name, bufferMessages, bufferBytes, policy, skipOwn, unwanted, gapHandler, resync);
    }

    /** {@return a copy that does not hear what its own bus object published; needs {@link WireFormat#ENVELOPE}} */
    public SubscribeOptions skipOwn() {
        return new SubscribeOptions(name, bufferMessages, bufferBytes, overflow, true, unwanted, gapHandler, resync);
    }

    /**
     * Does not hear the messages of which this is true. Asked once a message before it is buffered, on an I/O thread perhaps:
     * quick, pure, safe on several threads. If it throws, the message is heard.
     *
     * @param unwantedMessages in place of the one before; what it skips is not counted as received
     * @return a changed copy
     */
    public SubscribeOptions skip(Predicate<Message> unwantedMessages) {
        Objects.requireNonNull(unwantedMessages, "unwantedMessages");
        return new SubscribeOptions(
                name, bufferMessages, bufferBytes, overflow, skipOwn, unwantedMessages, gapHandler, resync);
    }

    /**
     * Hears of holes, at their place.
     *
     * @param handler in place of the one before
     * @return a changed copy
     */
    public SubscribeOptions onGap(GapHandler handler) {
        return new SubscribeOptions(name, bufferMessages, bufferBytes, overflow, skipOwn, unwanted, handler, false);
    }

    /**
     * As {@link #onGap}, and once with cause SUBSCRIBED before the first message: one handler that (re-)reads state.
     *
     * @param handler in place of the one before
     * @return a changed copy
     */
    public SubscribeOptions resync(GapHandler handler) {
        return new SubscribeOptions(name, bufferMessages, bufferBytes, overflow, skipOwn, unwanted, handler, true);
    }

    /** {@return what logs and observers call it; empty where it has no name} */
    public String name() {
        return name;
    }

    /** {@return how many messages may wait for the handler} */
    public int bufferMessages() {
        return bufferMessages;
    }

    /**
     * {@return how many bytes of payload may wait for the handler; {@link Long#MAX_VALUE} where that is not bounded}
     */
    public long bufferBytes() {
        return bufferBytes;
    }

    /** {@return what happens when the buffer is full} */
    public Overflow overflow() {
        return overflow;
    }

    /** {@return whether what its own bus object published is not heard} */
    public boolean skipsOwn() {
        return skipOwn;
    }

    /** {@return which messages are not buffered at all; empty where all are} */
    public Optional<Predicate<Message>> skipped() {
        return Optional.ofNullable(unwanted);
    }

    /** {@return who hears of holes; empty where nobody does} */
    public Optional<GapHandler> gapHandler() {
        return Optional.ofNullable(gapHandler);
    }

    /** {@return whether the gap handler is called once at the beginning} */
    public boolean resyncs() {
        return resync;
    }
}
