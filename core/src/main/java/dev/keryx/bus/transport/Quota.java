package dev.keryx.bus.transport;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much may be on its way at once, in messages and bytes; both counted in one number, so that a reservation is a single
 * atomic step. Any thread.
 */
final class Quota {
    // Messages in the upper 24 bits, bytes in the lower 40.
    private static final int BYTE_BITS = 40;
    private static final long ONE_MESSAGE = 1L << BYTE_BITS;
    private static final long BYTE_MASK = ONE_MESSAGE - 1;

    private final int maxMessages;
    private final long maxBytes;
    private final AtomicLong used = new AtomicLong();

    Quota(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Reserves room; false where there is none. A single message larger than the bound fits while nothing else is there. */
    boolean reserve(int bytes) {
        long before = used.get();
        while (before == 0 || ((before >>> BYTE_BITS) < maxMessages && (before & BYTE_MASK) + bytes <= maxBytes)) {
            // Not added first and taken back: whoever releases the last meanwhile would not find it unused.
            if (used.compareAndSet(before, before + ONE_MESSAGE + bytes)) {
                return true;
            }
            before = used.get();
        }
        return false;
    }

    /** Gives it back; true where nothing is on its way any more. */
    boolean release(int bytes) {
        return used.addAndGet(-(ONE_MESSAGE + bytes)) == 0;
    }

    boolean isUnused() {
        return used.get() == 0;
    }
}
