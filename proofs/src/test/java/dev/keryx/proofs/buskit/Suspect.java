package dev.keryx.proofs.buskit;

import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.transport.BusTransport;

/**
 * A bus that is wrong in one way.
 *
 * @param deed what it does, completing "a bus that …"
 * @param rule the rule it breaks
 * @param twist how it comes to be
 */
record Suspect(String deed, String rule, Twist twist) {
    static final Suspect INNOCENT = new Suspect("does nothing wrong", "", Twist.NONE);

    MessageBus bus(BusTransport transport, BusOptions options) {
        return twist.on(transport, options);
    }

    @Override
    public String toString() {
        return rule + ": a bus that " + deed;
    }
}
