package dev.keryx.testkit;

import java.lang.management.ManagementFactory;

/** What is left on the heap after a collection: the coarse scale on which a leak of many objects shows. */
public final class Heap {
    private Heap() {}

    /** {@return the bytes in use after the garbage was asked to go} */
    public static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /**
     * Waits until no more than that is in use, collecting each time.
     *
     * @param what completes the sentence "waited 20 s until …"
     * @param bytes the bound
     */
    public static void awaitAtMost(String what, long bytes) {
        Eventually.that(
                what + " took at most " + (bytes >> 20) + " MiB of heap",
                () -> usedBytes() <= bytes,
                () -> (usedBytes() >> 20) + " MiB");
    }
}
