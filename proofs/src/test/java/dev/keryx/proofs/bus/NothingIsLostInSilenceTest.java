package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Gap;
import dev.keryx.adapter.inmemory.InMemoryBroker;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.TopicFilter;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;

/**
 * Accounting under faults, on real threads: whatever a publisher was told is taken arrives, or stands in a gap at its place;
 * nothing arrives twice or out of order; every publish has an outcome.
 */
@Timeout(300)
class NothingIsLostInSilenceTest {
    private static final int FAULTS = 60;
    private static final int GAP = -1;

    /** Numbers as they came, and gaps between them. */
    private static final class Ledger {
        private final List<Integer> entries = new ArrayList<>();

        synchronized void number(int number) {
            entries.add(number);
        }

        synchronized void gap(Gap gap) {
            entries.add(GAP);
        }

        synchronized List<Integer> entries() {
            return List.copyOf(entries);
        }
    }

    @ConcurrencyTest
    void underCutsMovesOverflowsAndChurn() {
        InMemoryBroker broker = new InMemoryBroker();
        BusOptions quick = BusOptions.DEFAULT.reconnectCap(Duration.ofMillis(5));
        try (MessageBus publisher = broker.bus("publisher", quick);
                MessageBus subscriber = broker.bus("subscriber", quick)) {
            publisher.start();
            subscriber.start();
            Ledger ledger = new Ledger();
            SubscribeOptions options =
                    SubscribeOptions.DEFAULT.bufferMessages(64).onGap(ledger::gap);
            Subscription subscription = subscriber.subscribe(
                    "numbers.*",
                    options,
                    message -> ledger.number(Integer.parseInt(message.payload().utf8())));
            Eventually.done("ready", subscription.ready());
            AtomicBoolean stop = new AtomicBoolean();
            List<CompletableFuture<Void>> outcomes = new ArrayList<>();
            Thread publishing = new Thread(() -> {
                while (!stop.get()) {
                    outcomes.add(publisher.publish("numbers.n", Integer.toString(outcomes.size())));
                    if (outcomes.size() % 50 == 0) {
                        Thread.yield();
                    }
                }
            });
            publishing.start();
            faults(broker, subscriber, subscription);
            stop.set(true);
            join(publishing);
            int mark = outcomes.size();
            Eventually.that(
                    "one of the last ones has come",
                    () -> {
                        outcomes.add(publisher.publish("numbers.n", Integer.toString(outcomes.size())));
                        return lastOf(ledger) >= mark;
                    },
                    ledger::entries);
            check(ledger.entries(), outcomes);
        }
    }

    private static int lastOf(Ledger ledger) {
        List<Integer> entries = ledger.entries();
        return entries.isEmpty() ? GAP : entries.get(entries.size() - 1);
    }

    private static void faults(InMemoryBroker broker, MessageBus subscriber, Subscription subscription) {
        Random random = new Random(1);
        for (int i = 0; i < FAULTS; i++) {
            switch (random.nextInt(4)) {
                case 0 -> broker.faults().cut("publisher");
                case 1 -> broker.faults().revoke("subscriber", TopicFilter.of("numbers.*"));
                default -> broker.faults().cut("subscriber");
            }
            try (Subscription churn = subscriber.subscribe("numbers.n", message -> {})) {
                Eventually.settled("ready", churn.ready());
            }
            if (i % 3 == 0) {
                long before = subscription.stats().delivered();
                Eventually.that(
                        "more has come", () -> subscription.stats().delivered() > before + 200, subscription::stats);
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void check(List<Integer> entries, List<CompletableFuture<Void>> outcomes) {
        BitSet taken = new BitSet();
        for (int i = 0; i < outcomes.size(); i++) {
            Eventually.settled("publish " + i, outcomes.get(i));
            taken.set(i, !outcomes.get(i).isCompletedExceptionally());
        }
        int expected = 0;
        boolean gap = false;
        int gaps = 0;
        for (int entry : entries) {
            if (entry == GAP) {
                gap = true;
                gaps++;
            } else {
                assertThat(entry).as("in order and once").isGreaterThanOrEqualTo(expected);
                int missing = taken.nextSetBit(expected);
                assertThat(gap || missing == entry)
                        .as("taken as %d and lost in silence before %d", missing, entry)
                        .isTrue();
                expected = entry + 1;
                gap = false;
            }
        }
        assertThat(gaps).as("the faults were felt").isPositive();
    }
}
