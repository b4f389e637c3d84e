package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.Audience;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.testkit.Eventually;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Emits to an audience until something gives. One member reads along, in step with the emitter, so that only those who do not
 * read fall behind; it also checks that it misses nothing.
 */
final class Flood {
    /** More than any system's own buffers on the way to one client. */
    private static final int MOST_BYTES = 64 << 20;

    private static final int EACH_BYTES = 8 << 10;
    private static final int STEP = 4;
    private static final int BLOCK = 32;
    private static final String FILLER = "x".repeat(EACH_BYTES);

    private final Audience audience;
    private final Peer reads;
    private int emitted;

    Flood(Audience audience, Peer reads) {
        this.audience = audience;
        this.reads = reads;
    }

    /** How many events were emitted so far; they are numbered from 0 by their second argument. */
    int emitted() {
        return emitted;
    }

    void until(String what, BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            if (emitted > MOST_BYTES / EACH_BYTES) {
                throw new AssertionError("emitted " + (MOST_BYTES >> 20) + " MiB, but not until " + what);
            }
            step();
        }
    }

    /**
     * Stalls a client and fills its wire with droppable events, until of a whole block of them it has taken none and nothing is
     * under way any more. A wire that is full for a moment only would take more behind the test's back.
     */
    static void fill(Node node, Peer reads, Peer stuck) {
        stuck.client().stall();
        Flood flood = new Flood(node.root().droppable(), reads);
        long taken;
        do {
            GatewayStats before = node.stats();
            for (int i = 0; i < BLOCK; i++) {
                flood.step();
            }
            // Each event to each of the two was handed over or dropped, and a fence a step to the one that reads.
            Eventually.equal(
                    "what became of the flood", counted(before) + BLOCK * (2L * STEP + 1), () -> counted(node.stats()));
            taken = node.stats().delivered() - before.delivered() - BLOCK * (STEP + 1);
        } while (taken > 0 && flood.emitted < MOST_BYTES / EACH_BYTES);
        assertThat(taken).as("events that the stalled client still took").isZero();
    }

    private static long counted(GatewayStats stats) {
        return stats.delivered() + stats.dropped();
    }

    private void step() {
        int first = emitted;
        for (int i = 0; i < STEP; i++) {
            audience.emit("flood", FILLER, emitted++);
        }
        List<ProbeEvent> events = reads.receivedEvents();
        List<Object> numbers = events.stream().map(event -> event.arg(1)).toList();
        List<Object> expected = List.of((long) first, first + 1L, first + 2L, first + 3L);
        if (!numbers.equals(expected)) {
            throw new AssertionError("a client that reads should have got " + expected + ", but got " + numbers);
        }
    }
}
