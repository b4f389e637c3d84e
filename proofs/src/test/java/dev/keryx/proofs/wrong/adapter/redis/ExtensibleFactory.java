package dev.keryx.proofs.wrong.adapter.redis;

import dev.keryx.proofs.wrong.bus.MessageBus;

/** Rule 8: the maker of an adapter, which can be extended. */
public class ExtensibleFactory {
    private ExtensibleFactory() {}

    public static MessageBus create() {
        return new RedisBus();
    }
}
