package dev.keryx.bus.transport;

import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;

/** The bus engine: all of a bus's meaning, over any {@link BusTransport}. */
public final class TransportBus {
    private TransportBus() {}

    /** A bus over this transport, which it owns from now on. Does no I/O and starts no thread before its start. */
    @SuppressWarnings("DoNotCallSuggester")
    public static MessageBus over(BusTransport transport, BusOptions options) {
        throw new UnsupportedOperationException("the engine is still to come");
    }
}
