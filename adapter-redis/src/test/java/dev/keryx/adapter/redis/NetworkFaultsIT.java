package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.BusObserver;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.Topic;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.FaultProxy.Way;
import dev.keryx.testkit.Rule;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** The network between a Redis that is well and buses that are too. */
@Timeout(120)
class NetworkFaultsIT {
    /** Somewhere in a command's head, a name, an envelope, a payload, the next command. */
    private static final int[] CUTS = {0, 3, 9, 20, 33, 57, 86, 100, 127, 171, 256, 1_000};

    /** Keeps what is no whole frame, and what is none of the numbers that were published. */
    private static final class Garbage implements BusObserver {
        final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        public void frameSkipped(Topic topic, String why) {
            seen.add(topic + ": " + why);
        }

        @Override
        public void handlerFailed(Subscription subscription, Throwable failure) {
            seen.add(subscription + ": " + failure);
        }
    }

    @ConcurrencyTest
    @Tag("faults")
    @Rule("BUS-80")
    void deliversNoGarbageWhereverAStreamIsCut() {
        try (FaultBench bench = new FaultBench()) {
            Garbage garbage = new Garbage();
            BusOptions options = FaultBench.OPTIONS.observer(garbage);
            bench.traffic(bench.overNetwork(options), bench.overNetwork(options));
            for (Way way : Way.values()) {
                for (int bytes : CUTS) {
                    bench.audit.inject(() -> bench.network.cutAfter(way, bytes));
                    bench.audit.awaitDetected();
                    bench.audit.lift(bench.network::resume);
                    bench.audit.awaitRecovered();
                }
            }
            bench.report(FaultRow.CUT);
            assertThat(garbage.seen).isEmpty();
        }
    }

    @ConcurrencyTest
    @Rule({"BUS-80", "BUS-85"})
    void isBackWithEveryFilterAfterADropWhileTheyWereAskedFor() {
        try (FaultBench bench = new FaultBench()) {
            MessageBus bus = bench.overNetwork();
            bench.traffic(bus, bench.direct());
            Quiet quiet = Quiet.ready(bus, 2_000);

            // Beyond the handshake, within the answers: some forty bytes for each filter.
            bench.audit.inject(() -> bench.network.cutAfter(Way.TO_CLIENT, 20_000));
            bench.network.drop();
            long attempts = bench.network.attempts();
            Eventually.that(
                    "several tries were cut", () -> bench.network.attempts() > attempts + 6, bench.network::attempts);
            bench.audit.lift(bench.network::resume);

            bench.audit.awaitRecovered();
            quiet.awaitToldFrom(0);
            bench.awaitOneSubscriptionEach();
            assertThat(Quiet.channels(bench)).hasSize(2_000);
            bench.report(FaultRow.SECOND_DROP);
        }
    }
}
