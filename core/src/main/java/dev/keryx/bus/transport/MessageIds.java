package dev.keryx.bus.transport;

import dev.keryx.NodeId;
import dev.keryx.bus.MessageId;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives out ids: the bus's random tag, three random bytes, and a counter begun at random. Drawn at the start, in control;
 * used on any thread once a link is up.
 */
final class MessageIds {
    private static final int BITS_AFTER_TAG = Long.SIZE - 8 * NodeId.BYTES;

    private final AtomicLong low = new AtomicLong();
    private long high;
    private boolean drawn;

    /** Without effect the second time: a bus keeps its tag. */
    void draw() {
        if (!drawn) {
            SecureRandom random = new SecureRandom();
            high = random.nextLong();
            low.set(random.nextLong());
            drawn = true;
        }
    }

    MessageId next() {
        return new MessageId(high, low.getAndIncrement());
    }

    /** Whether ids that begin so are this bus's. */
    boolean areOwn(long firstEightBytes) {
        return firstEightBytes >>> BITS_AFTER_TAG == high >>> BITS_AFTER_TAG;
    }
}
