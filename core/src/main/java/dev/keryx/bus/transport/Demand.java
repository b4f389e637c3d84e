package dev.keryx.bus.transport;

import java.util.concurrent.atomic.AtomicLong;

/** How many messages a receiver still wants; what it does not want yet waits in the backlog. Any thread. */
final class Demand {
    private static final long ENDLESS = Long.MAX_VALUE;

    private final AtomicLong wanted = new AtomicLong();

    boolean isThere() {
        return wanted.get() > 0;
    }

    void more(long messages) {
        wanted.getAndUpdate(before -> before + messages < 0 ? ENDLESS : before + messages);
    }

    void use() {
        wanted.getAndUpdate(before -> before == ENDLESS ? before : before - 1);
    }
}
