package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Overflow;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionStats;
import dev.keryx.bus.TopicFilter;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Heap;
import dev.keryx.testkit.Held;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.SocketProbe;
import dev.keryx.testkit.ThreadProbe;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is left behind: nothing. */
public interface HygieneContract extends BusContract {
    /** After the first bus, which may make what a process has once, every other leaves what it found. */
    @Test
    @Rule("BUS-63")
    default void aClosedBusLeavesNoThreadAndNoSocket(BusLab lab) {
        oneLife(lab, lab.name("before"));
        ThreadProbe threads = ThreadProbe.now();
        SocketProbe sockets = SocketProbe.now();
        for (int i = 0; i < 5; i++) {
            oneLife(lab, lab.name("life" + i));
        }
        threads.awaitNoneLeft("after close");
        sockets.awaitNoneLeft("after close");
    }

    private static void oneLife(BusLab lab, String topic) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        lab.listen(bus, topic, inbox);
        lab.send(bus, topic, "short");
        inbox.expect("short");
        bus.close();
    }

    /** A hundred thousand topics, each subscribed, confirmed and closed, a thousand at a time: not the smallest entry stays. */
    @Test
    @Rule("BUS-64")
    default void aHundredThousandTopicsLeaveNothing(BusLab lab) {
        MessageBus bus = lab.started();
        String ours = "dev.keryx.";
        // What is bounded, such as a cache, may stay: here a tenth of an object for each topic.
        int most = Held.by(bus, ours) + 10_000;
        round(lab, bus, 0);
        long before = Heap.usedBytes();
        for (int round = 1; round <= 100; round++) {
            round(lab, bus, round);
        }
        Held.awaitAtMost("what the bus holds after a hundred thousand topics", bus, ours, most);
        Heap.awaitAtMost("what a hundred thousand closed subscriptions left", before + (16L << 20));
        TopicFilter one = TopicFilter.of(lab.name("t50.500"));
        lab.turn(() -> lab.harness().brokerSubscriptions(one))
                .ifPresent(count -> assertThat(count).isZero());
        Inbox inbox = new Inbox();
        lab.listen(bus, one.pattern(), inbox);
        lab.send(bus, one.pattern(), "still alive");
        inbox.expect("still alive");
    }

    private static void round(BusLab lab, MessageBus bus, int round) {
        List<Subscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            subscriptions.add(bus.subscribe(lab.name("t" + round + "." + i), message -> {}));
        }
        subscriptions.forEach(lab::ready);
        subscriptions.forEach(Subscription::close);
        subscriptions.forEach(subscription -> Eventually.done("closed", subscription.closed()));
    }

    /** The bus holds on to nothing of a subscription that has ended. */
    @Test
    @Rule("BUS-65")
    default void aClosedSubscriptionIsCollectable(BusLab lab) {
        MessageBus bus = lab.started();
        List<WeakReference<Object>> references = closed(lab, bus);
        Eventually.that(
                "the handler and the subscription were collected",
                () -> {
                    System.gc();
                    return references.stream().allMatch(reference -> reference.get() == null);
                },
                () -> references.stream().map(WeakReference::get).toList());
        lab.send(bus, lab.name("weak"), "still runs");
    }

    /** In a method of its own, so that no local variable holds them. */
    private static List<WeakReference<Object>> closed(BusLab lab, MessageBus bus) {
        Inbox inbox = new Inbox();
        Subscription subscription = lab.listen(bus, lab.name("weak"), inbox);
        lab.send(bus, lab.name("weak"), "heard");
        inbox.expect("heard");
        subscription.close();
        Eventually.done("closed", subscription.closed());
        return List.of(new WeakReference<>(inbox), new WeakReference<>(subscription));
    }

    /** Every message received went to the handler, fell to the policy or was discarded, and the observer saw the same. */
    @Test
    @Rule("BUS-66")
    default void theCountsBalance(BusLab lab) {
        Telemetry telemetry = new Telemetry();
        MessageBus bus = lab.started(lab.options().observer(telemetry));
        List<Subscription> subscriptions = new ArrayList<>();
        for (Overflow policy : Overflow.values()) {
            SubscribeOptions options =
                    SubscribeOptions.DEFAULT.bufferMessages(8).overflow(policy).named(policy.name());
            subscriptions.add(lab.listen(bus, lab.name("sum"), options, message -> {
                if (message.payload().utf8().endsWith("7")) {
                    throw new IllegalStateException("the handler's own");
                }
            }));
        }
        Stall stall = lab.stall(new Inbox());
        subscriptions.add(lab.listen(bus, lab.name("sum"), stall));
        lab.sendNumbers(bus, lab.name("sum"), 1_000);
        Eventually.equal(
                "received by the stalled one",
                1_000L,
                () -> subscriptions.get(3).stats().received());
        stall.awaitStill();
        subscriptions.get(3).close();
        stall.release();
        bus.close();
        for (Subscription subscription : subscriptions) {
            Eventually.that(subscription + " balances", () -> balances(subscription.stats()), subscription::stats);
        }
        List<SubscriptionStats> all =
                subscriptions.stream().map(Subscription::stats).toList();
        Eventually.equal(
                "delivered",
                all.stream().mapToLong(SubscriptionStats::delivered).sum(),
                telemetry.delivered::get);
        Eventually.equal(
                "dropped", all.stream().mapToLong(SubscriptionStats::dropped).sum(), telemetry.dropped::get);
        Eventually.equal(
                "discarded",
                all.stream().mapToLong(SubscriptionStats::discarded).sum(),
                telemetry.discarded::get);
        Eventually.equal(
                "failed", all.stream().mapToLong(SubscriptionStats::failed).sum(), () ->
                        (long) telemetry.handlerFailures.size());
        assertThat(all.get(3)).isEqualTo(new SubscriptionStats(1_000, 1, 0, 999, 0, 0));
    }

    private static boolean balances(SubscriptionStats stats) {
        return stats.buffered() == 0 && stats.received() == stats.delivered() + stats.dropped() + stats.discarded();
    }
}
