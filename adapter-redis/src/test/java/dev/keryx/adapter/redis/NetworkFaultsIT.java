package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Subscription;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.FaultProxy.Way;
import dev.keryx.testkit.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** The network between a Redis that is well and buses that are too. */
@Timeout(120)
class NetworkFaultsIT {
    /** Somewhere in a command's head, a name, an envelope, a payload, the next command. */
    private static final int[] CUTS = {0, 3, 9, 20, 33, 57, 86, 100, 127, 171, 256, 1_000};

    @ConcurrencyTest
    @Tag("faults")
    @Rule("BUS-80")
    void deliversNoGarbageWhereverAStreamIsCut() {
        try (FaultBench bench = new FaultBench()) {
            bench.traffic(bench.overNetwork(), bench.overNetwork());
            for (Way way : Way.values()) {
                for (int bytes : CUTS) {
                    bench.audit.inject(() -> bench.network.cutAfter(way, bytes));
                    bench.audit.awaitDetected();
                    bench.audit.lift(bench.network::resume);
                    bench.audit.awaitRecovered();
                }
            }
            bench.report(FaultRow.CUT);
        }
    }

    @ConcurrencyTest
    @Rule({"BUS-80", "BUS-85"})
    void isBackWithEveryFilterAfterADropWhileTheyWereAskedFor() {
        try (FaultBench bench = new FaultBench()) {
            MessageBus bus = bench.overNetwork();
            bench.traffic(bus, bench.direct());
            List<Subscription> many = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                many.add(bus.subscribe("many." + i, message -> {}));
            }
            many.forEach(subscription -> Eventually.done("ready", subscription.ready()));

            // Beyond the handshake, within the answers: some forty bytes for each filter.
            bench.audit.inject(() -> bench.network.cutAfter(Way.TO_CLIENT, 20_000));
            bench.network.drop();
            long attempts = bench.network.attempts();
            Eventually.that(
                    "several tries were cut", () -> bench.network.attempts() > attempts + 6, bench.network::attempts);
            bench.audit.lift(bench.network::resume);

            bench.audit.awaitRecovered();
            assertThat(bench.channels("many.*")).hasSize(2_000);
            bench.report(FaultRow.SECOND_DROP);
        }
    }
}
