package dev.keryx.proofs.wrong.adapter.inmemory;

import dev.keryx.proofs.wrong.bus.MessageBus;

/** Right: an adapter as it should be. */
public final class MemoryBus implements MessageBus {
    private MemoryBus() {}

    public static MemoryBus create() {
        return new MemoryBus();
    }
}
