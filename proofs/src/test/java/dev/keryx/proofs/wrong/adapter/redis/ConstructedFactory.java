package dev.keryx.proofs.wrong.adapter.redis;

import dev.keryx.proofs.wrong.bus.MessageBus;

/** Rule 8: the maker of an adapter, which can be constructed. */
public final class ConstructedFactory {
    public static MessageBus at(String uri) {
        return new RedisBus();
    }
}
