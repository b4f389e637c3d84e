package dev.keryx.cluster;

import dev.keryx.NodeId;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Who we are to other nodes. Safe on any thread. */
final class Origin {
    private final NodeId node = NodeId.random();
    private final long idsHigh = new SecureRandom().nextLong();
    private final AtomicLong idsLow = new AtomicLong();
    private final AtomicInteger incarnation = new AtomicInteger();

    NodeId node() {
        return node;
    }

    /** From now on frames are those of one start more. */
    void begin() {
        incarnation.incrementAndGet();
    }

    /** A frame that has not been before. */
    Frame frame(Said said) {
        return new Frame(node, incarnation.get(), new FrameId(idsHigh, idsLow.incrementAndGet()), said);
    }
}
