package dev.keryx.gateway.engine;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.link.MalformedException;
import dev.keryx.gateway.link.Signal;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is said on a link: a protocol's signals, or plain messages. On the lane. */
interface Talk {
    /** The link is open; called once, first. */
    void opened();

    /** The client has said something. */
    void take(byte[] message, boolean binary) throws MalformedException;

    /** The link's end has begun; called once. */
    void ended(CloseReason reason);

    /** Whether the client still has to say who it is. */
    boolean expectsHello();

    /** What to say before the link is closed; null for nothing. */
    @Nullable
    Outgoing goodbye(CloseReason reason, Optional<Signal.Advice> advice);

    /** The heartbeat to send; null where there is none. */
    @Nullable
    Outgoing ping();

    /** Looks at what is due; when to look again. */
    long look(long now);

    /** The presence in a namespace, for telemetry and acks; null where there is none. */
    @Nullable
    Presence in(String namespace);

    /** All presences. */
    void each(Consumer<Presence> action);
}
