package dev.keryx.adapter.inmemory;

import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;

/**
 * A bus inside one object: for a single node, and for tests that need no second one. Several buses that hear each other
 * are made by an {@link InMemoryBroker}. Messages go through the same engine and the same envelope bytes as on a network.
 */
public final class InMemoryMessageBus {
    private InMemoryMessageBus() {}

    /** {@return a bus in a world of its own, with default options} */
    public static MessageBus create() {
        return create(BusOptions.DEFAULT);
    }

    /**
     * {@return a bus in a world of its own}
     *
     * @param options its clock also times delayed frames
     */
    public static MessageBus create(BusOptions options) {
        return new InMemoryBroker().bus(options);
    }
}
