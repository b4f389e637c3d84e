package dev.keryx.proofs.wrong.adapter.inmemory;

import dev.keryx.proofs.wrong.bus.MessageBus;

/** Right: the maker of an adapter as it should be. */
public final class MemoryFactory {
    private MemoryFactory() {}

    public static MessageBus create() {
        return MemoryBus.create();
    }
}
