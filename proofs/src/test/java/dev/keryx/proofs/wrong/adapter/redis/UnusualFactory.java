package dev.keryx.proofs.wrong.adapter.redis;

import dev.keryx.proofs.wrong.bus.MessageBus;

/** Rule 8: the maker of an adapter, by a name that no other has. */
public final class UnusualFactory {
    private UnusualFactory() {}

    public static MessageBus make() {
        return new RedisBus();
    }
}
