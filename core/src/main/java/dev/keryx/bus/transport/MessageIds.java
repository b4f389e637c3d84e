package dev.keryx.bus.transport;

import dev.keryx.NodeId;
import dev.keryx.bus.MessageId;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Gives out ids: the bus's random tag, three random bytes, and a counter begun at random. Any thread. */
final class MessageIds {
    private static final int BITS_AFTER_TAG = Long.SIZE - 8 * NodeId.BYTES;

    private final long tag;
    private final long high;
    private final AtomicLong low;

    MessageIds() {
        SecureRandom random = new SecureRandom();
        high = random.nextLong();
        tag = high >>> BITS_AFTER_TAG;
        low = new AtomicLong(random.nextLong());
    }

    MessageId next() {
        return new MessageId(high, low.getAndIncrement());
    }

    /** Whether ids that begin so are this bus's. */
    boolean areOwn(long firstEightBytes) {
        return firstEightBytes >>> BITS_AFTER_TAG == tag;
    }
}
