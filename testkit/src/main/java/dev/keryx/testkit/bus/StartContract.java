package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keryx.ErrorCode;
import dev.keryx.Gap;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.CloseCause;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.StartPolicy;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.TopicFilter;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.SocketProbe;
import dev.keryx.testkit.ThreadProbe;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Starts that fail, wait or are refused. */
public interface StartContract extends BusContract {
    /** The error says where it wanted to go; nothing is left open; the bus is as before. */
    @Test
    @Rule("BUS-10")
    default void aStartThatReachesNobodyFailsNamingTheAddressAndLeavesNothing(BusLab lab) {
        lab.turn(() -> lab.harness().unreachable(shortStart(lab))).ifPresent(unreachable -> {
            MessageBus bus = lab.closing(unreachable.bus());
            Subscription subscription = bus.subscribe(lab.name("kept"), message -> {});
            Eventually.failed("the first start", bus.startAsync()); // whatever is made once per process is made now
            ThreadProbe threads = ThreadProbe.now();
            SocketProbe sockets = SocketProbe.now();
            KeryxException failure = Eventually.failed("start", bus.startAsync());
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure).hasMessageContaining(unreachable.address());
            assertThatExceptionOfType(KeryxException.class)
                    .isThrownBy(bus::start)
                    .withMessage(failure.getMessage());
            assertThat(bus.state()).isEqualTo(BusState.NEW);
            assertThat(subscription.state()).isEqualTo(SubscriptionState.PENDING);
            threads.awaitNoneLeft("after a start that failed");
            sockets.awaitNoneLeft("after a start that failed");
            assertThat(Eventually.failed("publish", bus.publish(lab.name("kept"), "early"))
                            .code())
                    .isEqualTo(ErrorCode.NOT_STARTED);
        });
    }

    /** The same bus object, the same subscriptions. */
    @Test
    @Rule("BUS-10")
    default void afterAFailedStartTheBusCanBeStartedAgain(BusLab lab) {
        Inbox inbox = new Inbox();
        MessageBus bus = lab.fresh(shortStart(lab));
        bus.subscribe(lab.name("again"), inbox);
        lab.turn(lab.harness()::outage).map(lab::closing).ifPresent(outage -> {
            assertThat(Eventually.failed("start", bus.startAsync()).code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(bus.state()).isEqualTo(BusState.NEW);
            outage.close();
        });
        lab.start(bus);
        lab.send(bus, lab.name("again"), "at last");
        inbox.expect("at last");
    }

    /** It succeeds at once, refuses to publish until the broker is there, and then runs. */
    @Test
    @Rule("BUS-11")
    default void aStartInTheBackgroundRunsAsSoonAsTheBrokerIsThere(BusLab lab) {
        Inbox inbox = new Inbox();
        MessageBus bus = lab.fresh(lab.options().startPolicy(StartPolicy.RETRY_IN_BACKGROUND));
        Subscription subscription = bus.subscribe(lab.name("later"), inbox);
        lab.turn(lab.harness()::outage).map(lab::closing).ifPresent(outage -> {
            lab.start(bus);
            assertThat(bus.state()).isEqualTo(BusState.RECONNECTING);
            assertThat(subscription.ready()).isNotDone();
            assertThat(Eventually.failed("publish", bus.publish(lab.name("later"), "too early"))
                            .code())
                    .isEqualTo(ErrorCode.UNAVAILABLE);
            outage.close();
        });
        lab.start(bus);
        lab.ready(subscription);
        Eventually.equal("the state", BusState.RUNNING, bus::state);
        lab.send(bus, lab.name("later"), "in time");
        inbox.expect("in time");
    }

    /** Nobody has to guess which of many it was. */
    @Test
    @Rule("BUS-12")
    default void aFilterTheBrokerRefusesFailsTheStartByItsName(BusLab lab) {
        TopicFilter forbidden = TopicFilter.of(lab.name("forbidden"));
        lab.turn(() -> lab.harness().reject(forbidden)).map(lab::closing).ifPresent(rejection -> {
            MessageBus bus = lab.fresh();
            Inbox inbox = new Inbox();
            bus.subscribe(forbidden.pattern(), message -> {});
            Subscription allowed = bus.subscribe(lab.name("allowed"), inbox);
            KeryxException failure = Eventually.failed("start", bus.startAsync());
            assertThat(failure.code()).isEqualTo(ErrorCode.REJECTED);
            assertThat(failure).hasMessageContaining(forbidden.pattern());
            assertThat(bus.state()).isEqualTo(BusState.NEW);
            rejection.close();
            lab.start(bus);
            lab.ready(allowed);
            lab.send(bus, lab.name("allowed"), "now");
            inbox.expect("now");
        });
    }

    /** One denied topic never holds up the others. */
    @Test
    @Rule("BUS-13")
    default void aFilterRefusedLaterClosesItsOwnHandleOnly(BusLab lab) {
        TopicFilter forbidden = TopicFilter.of(lab.name("forbidden"));
        lab.turn(() -> lab.harness().reject(forbidden)).map(lab::closing).ifPresent(rejection -> {
            MessageBus bus = lab.started();
            Inbox inbox = new Inbox();
            Subscription denied = bus.subscribe(forbidden.pattern(), message -> {});
            lab.listen(bus, lab.name("allowed"), inbox);
            assertThat(Eventually.failed("ready", denied.ready()).code()).isEqualTo(ErrorCode.REJECTED);
            assertThat(Eventually.done("closed", denied.closed())).isEqualTo(CloseCause.REJECTED);
            Eventually.equal("the state", BusState.RUNNING, bus::state);
            lab.send(bus, lab.name("allowed"), "untouched");
            inbox.expect("untouched");
        });
    }

    /** Suspended, named, tried again; it comes back by itself and hears of the hole. */
    @Test
    @Rule("BUS-68")
    default void aFilterRefusedAfterItWasLiveIsSuspendedUntilItIsPermittedAgain(BusLab lab) {
        Telemetry telemetry = new Telemetry();
        MessageBus bus = lab.started(lab.options().observer(telemetry).rejectedRetry(Duration.ofMillis(100)));
        TopicFilter filter = TopicFilter.of(lab.name("doubtful"));
        Inbox inbox = new Inbox();
        SubscribeOptions options = SubscribeOptions.DEFAULT.onGap(inbox.gapHandler());
        Subscription subscription = lab.listen(bus, filter.pattern(), options, inbox);
        Inbox sibling = new Inbox();
        Subscription beside = lab.listen(bus, lab.name("beside"), sibling);
        lab.turn(() -> lab.harness().reject(filter)).map(lab::closing).ifPresent(rejection -> {
            Eventually.that(
                    "the refusal was told", () -> telemetry.rejected.contains(filter), () -> telemetry.rejected);
            Eventually.equal("the subscription", SubscriptionState.SUSPENDED, subscription::state);
            Eventually.equal("the state", BusState.RUNNING, bus::state);
            Eventually.equal("the subscription beside it", SubscriptionState.ACTIVE, beside::state);
            lab.send(bus, lab.name("beside"), "untouched");
            sibling.expect("untouched");
            rejection.close();
            Eventually.equal("the subscription", SubscriptionState.ACTIVE, subscription::state);
            inbox.awaitGap();
            assertThat(inbox.gaps().get(0).causes()).contains(Gap.Cause.REJECTED);
        });
        lab.send(bus, filter.pattern(), "again");
        inbox.expect("again");
    }

    /** CLOSED is for good. */
    @Test
    @Rule("BUS-14")
    default void afterTheEndEverythingIsRefusedAsClosed(BusLab lab) {
        MessageBus bus = lab.started();
        bus.close();
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
        assertThat(Eventually.failed("start", bus.startAsync()).code()).isEqualTo(ErrorCode.CLOSED);
        assertThat(Eventually.failed("publish", bus.publish(lab.name("late"), "late"))
                        .code())
                .isEqualTo(ErrorCode.CLOSED);
        assertThatExceptionOfType(KeryxException.class)
                .isThrownBy(() -> bus.subscribe(lab.name("late"), message -> {}))
                .matches(failure -> failure.code() == ErrorCode.CLOSED);
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
    }

    private static BusOptions shortStart(BusLab lab) {
        return lab.options().startTimeout(Duration.ofSeconds(2));
    }
}
