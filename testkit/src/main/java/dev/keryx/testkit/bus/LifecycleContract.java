package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Capability;
import dev.keryx.bus.CloseCause;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.SocketProbe;
import dev.keryx.testkit.ThreadProbe;
import dev.keryx.testkit.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What happens before the start, at it, and around the end. Starts that fail are {@link StartContract}'s. */
public interface LifecycleContract extends BusContract {
    /** Neither a thread nor a socket before the start, however much is subscribed. */
    @Test
    @Rule("BUS-06")
    default void nothingIsOpenedOrStartedBeforeTheStart(BusLab lab) {
        ThreadProbe threads = ThreadProbe.now();
        SocketProbe sockets = SocketProbe.now();
        MessageBus bus = lab.turn(() -> lab.harness().unreachable(lab.options()).bus())
                .map(lab::closing)
                .orElseGet(lab::fresh);
        Subscription exact = bus.subscribe(lab.name("quiet"), message -> {});
        Subscription several = bus.subscribe(SubscribeOptions.DEFAULT, message -> {});
        threads.assertNoneBorn("before the start");
        sockets.assertNoneOpened("before the start");
        assertThat(bus.state()).isEqualTo(BusState.NEW);
        assertThat(exact.state()).isEqualTo(SubscriptionState.PENDING);
        assertThat(exact.ready()).isNotDone();
        several.close();
    }

    /** A remote adapter has no excuse for a harness without the knobs that a network has. */
    @Test
    @Rule("BUS-06")
    default void aBusThatReachesOtherProcessesBringsTheKnobsOfANetwork(BusLab lab) {
        if (lab.can(Capability.CROSS_PROCESS)) {
            assertThat(lab.turn(() ->
                            lab.closing(lab.harness().unreachable(lab.options()).bus())))
                    .as("unreachable")
                    .isPresent();
            assertThat(lab.turn(lab.harness()::outage).map(lab::closing))
                    .as("outage")
                    .isPresent();
        }
        MessageBus bus = lab.fresh();
        assertThat(bus.capabilities()).as("constant").isEqualTo(lab.fresh().capabilities());
    }

    /** It fails, and it is not sent later either. */
    @Test
    @Rule("BUS-07")
    default void publishBeforeTheStartFailsAndQueuesNothing(BusLab lab) {
        Inbox other = new Inbox();
        lab.listen(lab.started(), lab.name("early"), other);
        MessageBus bus = lab.fresh();
        Inbox own = new Inbox();
        Subscription subscription = bus.subscribe(lab.name("early"), own);
        assertThat(Eventually.failed("publish", bus.publish(lab.name("early"), "lost"))
                        .code())
                .isEqualTo(ErrorCode.NOT_STARTED);
        lab.start(bus);
        lab.ready(subscription);
        lab.send(bus, lab.name("early"), "kept");
        own.expect("kept");
        other.expect("kept");
    }

    /** When start is done, every subscription made before is live at the broker. */
    @Test
    @Rule("BUS-08")
    default void theStartConfirmsAllRecordedSubscriptions(BusLab lab) {
        MessageBus bus = lab.fresh();
        List<Inbox> inboxes = new ArrayList<>();
        List<Subscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            inboxes.add(new Inbox());
            subscriptions.add(bus.subscribe(lab.name("s" + i), inboxes.get(i)));
        }
        MessageBus publisher = lab.started();
        lab.start(bus);
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
        assertThat(subscriptions).allMatch(subscription -> subscription.state() == SubscriptionState.ACTIVE);
        for (int i = 0; i < 50; i++) {
            lab.send(publisher, lab.name("s" + i), "to " + i);
        }
        for (int i = 0; i < 50; i++) {
            inboxes.get(i).expect("to " + i);
        }
    }

    /** However often and from however many threads: one start. */
    @ConcurrencyTest
    @Rule("BUS-09")
    default void concurrentStartsShareOneOutcome(BusLab lab) {
        MessageBus bus = lab.fresh();
        Inbox inbox = new Inbox();
        bus.subscribe(lab.name("shared"), inbox);
        List<String> changes = new CopyOnWriteArrayList<>();
        bus.onState(state -> changes.add(state.name()));
        Together.run(8, i -> bus.start());
        lab.start(bus);
        lab.send(bus, lab.name("shared"), "once");
        inbox.expect("once");
        Eventually.equal("the changes of state", List.of("STARTING", "RUNNING"), () -> List.copyOf(changes));
    }

    /** The listener and the observer hear each step, in order. */
    @Test
    @Rule("BUS-15")
    default void statesFollowTheTableAndAreHeardInOrder(BusLab lab) {
        Telemetry telemetry = new Telemetry();
        MessageBus bus = lab.fresh(lab.options().observer(telemetry));
        List<String> heard = new CopyOnWriteArrayList<>();
        List<String> heardNoMore = new CopyOnWriteArrayList<>();
        bus.onState(state -> heard.add(state.name()));
        bus.onState(state -> heardNoMore.add(state.name())).close();
        assertThat(bus.state()).isEqualTo(BusState.NEW);
        lab.start(bus);
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
        bus.close();
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
        Eventually.equal(
                "what the listener heard",
                List.of("STARTING", "RUNNING", "DRAINING", "CLOSED"),
                () -> List.copyOf(heard));
        Eventually.equal(
                "what the observer saw",
                List.of("NEW→STARTING", "STARTING→RUNNING", "RUNNING→DRAINING", "DRAINING→CLOSED"),
                () -> List.copyOf(telemetry.changes));
        assertThat(heardNoMore).isEmpty();
    }

    /** Closing what never ran is no special case. */
    @Test
    @Rule("BUS-16")
    default void closingBeforeTheStartEndsEverything(BusLab lab) {
        MessageBus bus = lab.fresh();
        Subscription subscription = bus.subscribe(lab.name("never"), message -> {});
        assertThat(Eventually.done("drain", bus.drain(Duration.ofSeconds(1))).complete())
                .isTrue();
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
        assertThat(Eventually.done("closed", subscription.closed())).isEqualTo(CloseCause.BUS_CLOSED);
        assertThat(Eventually.failed("ready", subscription.ready()).code()).isEqualTo(ErrorCode.CLOSED);
        bus.close();
    }

    /** Whoever wins, the bus ends, and the start has an outcome. */
    @ConcurrencyTest
    @Rule("BUS-16")
    default void startAndCloseAtTheSameTimeEndClosed(BusLab lab) {
        for (int round = 0; round < 20; round++) {
            MessageBus bus = lab.fresh();
            bus.subscribe(lab.name("race"), message -> {});
            List<CompletableFuture<Void>> starts = new CopyOnWriteArrayList<>();
            Together.run(2, i -> {
                if (i == 0) {
                    starts.add(bus.startAsync());
                } else {
                    bus.close();
                }
            });
            starts.forEach(start -> Eventually.settled("start", start));
            Eventually.equal("the state", BusState.CLOSED, bus::state);
        }
    }
}
