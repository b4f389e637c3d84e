package dev.keryx.gateway;

import dev.keryx.JsonLimits;
import dev.keryx.threads.Span;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What one client, one address and all together may cost. Every limit is on by default, has a counter and a typed reason. A
 * rate or count of {@link #OFF} switches it off. Immutable; begin with {@link #DEFAULT}.
 */
public final class GatewayLimits {
    /** Switches off a limit that counts. */
    public static final int OFF = Integer.MAX_VALUE;

    /** The defaults of the documentation. */
    public static final GatewayLimits DEFAULT = new GatewayLimits(new Draft());

    private final Draft values;

    private GatewayLimits(Draft values) {
        this.values = values;
    }

    /** The values; written only between a copy and its publication. */
    private static final class Draft implements Cloneable {
        int messageBytes = 64 << 10;
        int fragments = 64;
        Duration fragmentsWithin = Duration.ofSeconds(10);
        Duration requestWithin = Duration.ofSeconds(5);
        Duration helloWithin = Duration.ofSeconds(10);
        Duration handshakeWithin = Duration.ofSeconds(10);
        int outboundBytes = 1 << 20;
        Duration outboundAge = Duration.ofSeconds(10);
        int inboundEvents = 256;
        int inboundBytes = 1 << 20;
        int messagesPerSecond = 50;
        int messagesBurst = 100;
        int joinsPerSecond = 10;
        int rooms = 100;
        int pendingAcks = 1_024;
        int connections = 10_000;
        int connectionsPerAddress = 100;
        int acceptsPerSecond = 500;
        JsonLimits json = JsonLimits.DEFAULT;

        Draft copy() {
            try {
                return (Draft) clone();
            } catch (CloneNotSupportedException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    private GatewayLimits with(Consumer<Draft> change) {
        Draft copy = values.copy();
        change.accept(copy);
        return new GatewayLimits(copy);
    }

    private static int positive(int value, String what) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " is at least 1, got " + value);
        }
        return value;
    }

    /**
     * A client's message, all fragments together. Over it the link is closed with 1009.
     *
     * @param bytes at least 1; 64 KiB by default
     * @return a changed copy
     */
    public GatewayLimits messageBytes(int bytes) {
        int value = positive(bytes, "messageBytes");
        return with(draft -> draft.messageBytes = value);
    }

    /**
     * Fragments of one message, and the time from its first to its last.
     *
     * @param count at least 1; 64 by default
     * @param within positive, at most a century; ten seconds by default
     * @return a changed copy
     */
    public GatewayLimits fragments(int count, Duration within) {
        int value = positive(count, "fragments");
        Duration time = Span.positive(within, "fragmentsWithin");
        return with(draft -> {
            draft.fragments = value;
            draft.fragmentsWithin = time;
        });
    }

    /**
     * From accept to the complete upgrade request.
     *
     * @param within positive, at most a century; five seconds by default
     * @return a changed copy
     */
    public GatewayLimits requestWithin(Duration within) {
        Duration time = Span.positive(within, "requestWithin");
        return with(draft -> draft.requestWithin = time);
    }

    /**
     * From the upgrade to the protocol's hello.
     *
     * @param within positive, at most a century; ten seconds by default
     * @return a changed copy
     */
    public GatewayLimits helloWithin(Duration within) {
        Duration time = Span.positive(within, "helloWithin");
        return with(draft -> draft.helloWithin = time);
    }

    /**
     * All steps of a handshake.
     *
     * @param within positive, at most a century, for all together; ten seconds by default
     * @return a changed copy
     */
    public GatewayLimits handshakeWithin(Duration within) {
        Duration time = Span.positive(within, "handshakeWithin");
        return with(draft -> draft.handshakeWithin = time);
    }

    /**
     * What may wait for one link to read it, and for how long; over it the gateway's {@link SlowPolicy} rules.
     *
     * @param bytes at least 1; 1 MiB by default
     * @param age positive, at most a century, of the oldest that waits; ten seconds by default
     * @return a changed copy
     */
    public GatewayLimits outbound(int bytes, Duration age) {
        int value = positive(bytes, "outboundBytes");
        Duration time = Span.positive(age, "outboundAge");
        return with(draft -> {
            draft.outboundBytes = value;
            draft.outboundAge = time;
        });
    }

    /**
     * What may wait for one link's handlers before the link is not read.
     *
     * @param events at least 1; 256 by default
     * @param bytes at least 1; 1 MiB by default
     * @return a changed copy
     */
    public GatewayLimits inbound(int events, int bytes) {
        int count = positive(events, "inboundEvents");
        int value = positive(bytes, "inboundBytes");
        return with(draft -> {
            draft.inboundEvents = count;
            draft.inboundBytes = value;
        });
    }

    /**
     * A link's messages; over it the link is not read for up to a second, then closed.
     *
     * @param perSecond at least 1; 50 by default
     * @param burst how many may come at once, at least 1; 100 by default
     * @return a changed copy
     */
    public GatewayLimits messageRate(int perSecond, int burst) {
        int rate = positive(perSecond, "messagesPerSecond");
        int most = positive(burst, "messagesBurst");
        return with(draft -> {
            draft.messagesPerSecond = rate;
            draft.messagesBurst = most;
        });
    }

    /**
     * A client's own joins; over it one is refused {@code RATE}.
     *
     * @param perSecond at least 1; 10 by default
     * @return a changed copy
     */
    public GatewayLimits joinsPerSecond(int perSecond) {
        int rate = positive(perSecond, "joinsPerSecond");
        return with(draft -> draft.joinsPerSecond = rate);
    }

    /**
     * Rooms of one connection; over it a join is refused {@code LIMIT}.
     *
     * @param most at least 1; 100 by default. Those granted in the handshake count, but are never refused
     * @return a changed copy
     */
    public GatewayLimits rooms(int most) {
        int value = positive(most, "rooms");
        return with(draft -> draft.rooms = value);
    }

    /**
     * Answers awaited from one connection; over it a question fails {@code LIMIT}.
     *
     * @param most at least 1; 1,024 by default
     * @return a changed copy
     */
    public GatewayLimits pendingAcks(int most) {
        int value = positive(most, "pendingAcks");
        return with(draft -> draft.pendingAcks = value);
    }

    /**
     * Open links, in all and from one address.
     *
     * @param inAll at least 1; 10,000 by default
     * @param perAddress at least 1; 100 by default
     * @return a changed copy
     */
    public GatewayLimits connections(int inAll, int perAddress) {
        int all = positive(inAll, "connections");
        int each = positive(perAddress, "connectionsPerAddress");
        return with(draft -> {
            draft.connections = all;
            draft.connectionsPerAddress = each;
        });
    }

    /**
     * New links, from all addresses.
     *
     * @param perSecond at least 1; 500 by default
     * @return a changed copy
     */
    public GatewayLimits acceptsPerSecond(int perSecond) {
        int rate = positive(perSecond, "acceptsPerSecond");
        return with(draft -> draft.acceptsPerSecond = rate);
    }

    /**
     * What a client's JSON may cost.
     *
     * @param limits over which a message is malformed
     * @return a changed copy
     */
    public GatewayLimits json(JsonLimits limits) {
        Objects.requireNonNull(limits, "limits");
        return with(draft -> draft.json = limits);
    }

    /** {@return the longest message of a client, in bytes} */
    public int messageBytes() {
        return values.messageBytes;
    }

    /** {@return the most fragments of one message} */
    public int fragments() {
        return values.fragments;
    }

    /** {@return the longest time from a message's first fragment to its last} */
    public Duration fragmentsWithin() {
        return values.fragmentsWithin;
    }

    /** {@return the longest time from accept to the complete upgrade request} */
    public Duration requestWithin() {
        return values.requestWithin;
    }

    /** {@return the longest time from the upgrade to the protocol's hello} */
    public Duration helloWithin() {
        return values.helloWithin;
    }

    /** {@return the longest time for all steps of a handshake} */
    public Duration handshakeWithin() {
        return values.handshakeWithin;
    }

    /** {@return the most that may wait for one link to read it, in bytes} */
    public int outboundBytes() {
        return values.outboundBytes;
    }

    /** {@return the longest that anything may wait for one link to read it} */
    public Duration outboundAge() {
        return values.outboundAge;
    }

    /** {@return the most events that may wait for one link's handlers} */
    public int inboundEvents() {
        return values.inboundEvents;
    }

    /** {@return the most bytes of events that may wait for one link's handlers} */
    public int inboundBytes() {
        return values.inboundBytes;
    }

    /** {@return the most messages of a link in a second, in the long run} */
    public int messagesPerSecond() {
        return values.messagesPerSecond;
    }

    /** {@return the most messages of a link at once} */
    public int messagesBurst() {
        return values.messagesBurst;
    }

    /** {@return the most joins a client may ask for in a second} */
    public int joinsPerSecond() {
        return values.joinsPerSecond;
    }

    /** {@return the most rooms of one connection} */
    public int rooms() {
        return values.rooms;
    }

    /** {@return the most answers awaited from one connection} */
    public int pendingAcks() {
        return values.pendingAcks;
    }

    /** {@return the most open links} */
    public int connections() {
        return values.connections;
    }

    /** {@return the most open links from one address} */
    public int connectionsPerAddress() {
        return values.connectionsPerAddress;
    }

    /** {@return the most new links in a second, from all addresses} */
    public int acceptsPerSecond() {
        return values.acceptsPerSecond;
    }

    /** {@return what a client's JSON may cost} */
    public JsonLimits json() {
        return values.json;
    }
}
