package dev.keryx.gateway.engine;

import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.link.Encoded;
import dev.keryx.gateway.link.Signal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Something on its way to clients, encoded once for each dialect however many links it goes to. Any thread: two threads that
 * miss the same form both make it, and either serves.
 */
final class Outgoing {
    private final @Nullable Signal signal;
    private final @Nullable Encoded ready;
    final Delivery delivery;

    /** By the dialect's index. Unguarded on purpose: the array's elements are immutable. */
    private @Nullable Encoded[] forms = {};

    private Outgoing(@Nullable Signal signal, @Nullable Encoded ready, Delivery delivery) {
        this.signal = signal;
        this.ready = ready;
        this.delivery = delivery;
    }

    static Outgoing of(Signal signal) {
        return new Outgoing(signal, null, Delivery.QUEUED);
    }

    static Outgoing of(Signal.Event event, Delivery delivery) {
        return new Outgoing(event, null, delivery);
    }

    /** The same bytes whatever the dialect. */
    static Outgoing raw(Encoded bytes) {
        return new Outgoing(null, bytes, Delivery.QUEUED);
    }

    /** The event it is; null for anything else, which is never dropped. */
    Signal.@Nullable Event event() {
        return signal instanceof Signal.Event event ? event : null;
    }

    boolean isEvent() {
        return signal instanceof Signal.Event;
    }

    /** Makes the forms now, so that no lane has to. */
    Outgoing encodeFor(Dialect[] dialects) {
        for (Dialect dialect : dialects) {
            if (dialect.spoken()) {
                in(dialect);
            }
        }
        return this;
    }

    Encoded in(Dialect dialect) {
        if (ready != null) {
            return ready;
        }
        @Nullable Encoded[] known = forms;
        Encoded form = dialect.index < known.length ? known[dialect.index] : null;
        return form != null ? form : encode(dialect, known);
    }

    private Encoded encode(Dialect dialect, @Nullable Encoded[] known) {
        if (signal == null) {
            throw new IllegalStateException("neither a signal nor bytes");
        }
        Encoded form = dialect.protocol.encode(signal, dialect.framing);
        @Nullable Encoded[] more = Arrays.copyOf(known, Math.max(known.length, dialect.index + 1));
        more[dialect.index] = form;
        forms = more;
        return form;
    }
}
