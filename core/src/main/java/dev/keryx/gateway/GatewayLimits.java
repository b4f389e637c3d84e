package dev.keryx.gateway;

import dev.keryx.JsonLimits;
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

    private static Duration positive(Duration value, String what) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " is positive, got " + value);
        }
        return value;
    }

    /** A client's message, all fragments together, in bytes. */
    public GatewayLimits messageBytes(int bytes) {
        int value = positive(bytes, "messageBytes");
        return with(draft -> draft.messageBytes = value);
    }

    /** Fragments of one message, and the time from its first to its last. */
    public GatewayLimits fragments(int count, Duration within) {
        int value = positive(count, "fragments");
        Duration time = positive(within, "fragmentsWithin");
        return with(draft -> {
            draft.fragments = value;
            draft.fragmentsWithin = time;
        });
    }

    /** From accept to the complete upgrade request. */
    public GatewayLimits requestWithin(Duration within) {
        Duration time = positive(within, "requestWithin");
        return with(draft -> draft.requestWithin = time);
    }

    /** From the upgrade to the protocol's hello. */
    public GatewayLimits helloWithin(Duration within) {
        Duration time = positive(within, "helloWithin");
        return with(draft -> draft.helloWithin = time);
    }

    /** All steps of a handshake. */
    public GatewayLimits handshakeWithin(Duration within) {
        Duration time = positive(within, "handshakeWithin");
        return with(draft -> draft.handshakeWithin = time);
    }

    /** What may wait for one link to read it, and for how long. */
    public GatewayLimits outbound(int bytes, Duration age) {
        int value = positive(bytes, "outboundBytes");
        Duration time = positive(age, "outboundAge");
        return with(draft -> {
            draft.outboundBytes = value;
            draft.outboundAge = time;
        });
    }

    /** What may wait for one link's handlers before the link is not read. */
    public GatewayLimits inbound(int events, int bytes) {
        int count = positive(events, "inboundEvents");
        int value = positive(bytes, "inboundBytes");
        return with(draft -> {
            draft.inboundEvents = count;
            draft.inboundBytes = value;
        });
    }

    /** A link's messages; over it the link is not read for up to a second, then closed. */
    public GatewayLimits messageRate(int perSecond, int burst) {
        int rate = positive(perSecond, "messagesPerSecond");
        int most = positive(burst, "messagesBurst");
        return with(draft -> {
            draft.messagesPerSecond = rate;
            draft.messagesBurst = most;
        });
    }

    /** A client's own joins. */
    public GatewayLimits joinsPerSecond(int perSecond) {
        int rate = positive(perSecond, "joinsPerSecond");
        return with(draft -> draft.joinsPerSecond = rate);
    }

    /** Rooms of one connection. */
    public GatewayLimits rooms(int most) {
        int value = positive(most, "rooms");
        return with(draft -> draft.rooms = value);
    }

    /** Answers awaited from one connection. */
    public GatewayLimits pendingAcks(int most) {
        int value = positive(most, "pendingAcks");
        return with(draft -> draft.pendingAcks = value);
    }

    /** Open links, in all and from one address. */
    public GatewayLimits connections(int inAll, int perAddress) {
        int all = positive(inAll, "connections");
        int each = positive(perAddress, "connectionsPerAddress");
        return with(draft -> {
            draft.connections = all;
            draft.connectionsPerAddress = each;
        });
    }

    /** New links, from all addresses. */
    public GatewayLimits acceptsPerSecond(int perSecond) {
        int rate = positive(perSecond, "acceptsPerSecond");
        return with(draft -> draft.acceptsPerSecond = rate);
    }

    /** What a client's JSON may cost. */
    public GatewayLimits json(JsonLimits limits) {
        Objects.requireNonNull(limits, "limits");
        return with(draft -> draft.json = limits);
    }

    public int messageBytes() {
        return values.messageBytes;
    }

    public int fragments() {
        return values.fragments;
    }

    public Duration fragmentsWithin() {
        return values.fragmentsWithin;
    }

    public Duration requestWithin() {
        return values.requestWithin;
    }

    public Duration helloWithin() {
        return values.helloWithin;
    }

    public Duration handshakeWithin() {
        return values.handshakeWithin;
    }

    public int outboundBytes() {
        return values.outboundBytes;
    }

    public Duration outboundAge() {
        return values.outboundAge;
    }

    public int inboundEvents() {
        return values.inboundEvents;
    }

    public int inboundBytes() {
        return values.inboundBytes;
    }

    public int messagesPerSecond() {
        return values.messagesPerSecond;
    }

    public int messagesBurst() {
        return values.messagesBurst;
    }

    public int joinsPerSecond() {
        return values.joinsPerSecond;
    }

    public int rooms() {
        return values.rooms;
    }

    public int pendingAcks() {
        return values.pendingAcks;
    }

    public int connections() {
        return values.connections;
    }

    public int connectionsPerAddress() {
        return values.connectionsPerAddress;
    }

    public int acceptsPerSecond() {
        return values.acceptsPerSecond;
    }

    public JsonLimits json() {
        return values.json;
    }
}
