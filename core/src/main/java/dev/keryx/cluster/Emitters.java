package dev.keryx.cluster;

import dev.keryx.Json;
import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.Emitter;
import dev.keryx.gateway.GatewayOptions;
import java.util.Objects;

/** Makes emitters for services that push events to clients and have no clients of their own. */
public final class Emitters {
    private Emitters() {}

    /**
     * As {@link #over(MessageBus, GatewayOptions)}, with the default options.
     *
     * @param bus how to reach the gateways; stays its owner's
     * @return as there
     */
    public static BusEmitter over(MessageBus bus) {
        return over(bus, GatewayOptions.DEFAULT);
    }

    /**
     * As {@link #over(MessageBus, GatewayOptions)}, with the default options and this JSON.
     *
     * @param bus how to reach the gateways; stays its owner's
     * @param json writes events' arguments
     * @return as there
     */
    public static BusEmitter over(MessageBus bus, Json json) {
        return over(bus, GatewayOptions.DEFAULT.json(json));
    }

    /**
     * An emitter that reaches the clients of all gateways of a cluster, active while the bus runs. It starts nothing and has
     * no thread of its own: before the bus is started an emit's receipt fails {@code NOT_STARTED}, after the emitter's end
     * {@code CLOSED}; both are told to the observer, neither throws.
     *
     * <p>Its receipts count no local client. Asking for answers and for members is not possible yet: such futures fail
     * {@code UNSUPPORTED}.
     *
     * @param bus how to reach the gateways; stays its owner's
     * @param options of which the emitter takes cluster, JSON, clock, observer, and the executor on which its futures
     *     complete; without one they complete where the bus's do
     * @return to be closed by the caller
     * @throws dev.keryx.KeryxException {@code UNSUPPORTED} where the options have no JSON and none is found
     */
    public static BusEmitter over(MessageBus bus, GatewayOptions options) {
        return new ServiceEmitter(Objects.requireNonNull(bus, "bus"), Objects.requireNonNull(options, "options"));
    }

    /** An emitter that somebody owns. */
    public interface BusEmitter extends Emitter, AutoCloseable {
        /**
         * Says goodbye to the other nodes; further emits fail {@code CLOSED}. What was emitted is with the bus, whose own
         * close flushes it. Never waits, never throws, idempotent.
         */
        @Override
        void close();
    }
}
