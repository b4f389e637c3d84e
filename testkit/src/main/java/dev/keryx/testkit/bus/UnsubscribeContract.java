package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.bus.CloseCause;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.TopicFilter;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How a subscription ends. */
public interface UnsubscribeContract extends BusContract {
    /** Blocked in one message, closed, released: the next never comes, though it had arrived. */
    @Test
    @Rule("BUS-53")
    default void afterCloseOnlyTheInvocationAlreadyBegunStillRuns(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        Inbox sibling = new Inbox();
        Stall stall = lab.stall(inbox);
        Subscription subscription = lab.listen(bus, lab.name("stop"), stall);
        lab.listen(bus, lab.name("stop"), sibling);
        lab.send(bus, lab.name("stop"), "k");
        stall.awaitStill();
        lab.send(bus, lab.name("stop"), "k+1", "k+2");
        Eventually.equal("received", 3L, () -> subscription.stats().received());
        subscription.close();
        assertThat(subscription.state()).isEqualTo(SubscriptionState.CLOSED);
        stall.release();
        lab.send(bus, lab.name("stop"), "k+3");
        sibling.expect("k", "k+1", "k+2", "k+3");
        assertThat(Eventually.done("closed", subscription.closed())).isEqualTo(CloseCause.ASKED);
        Eventually.that("the handler had returned", stall::finished, inbox::seen);
        lab.send(bus, lab.name("stop"), "marker");
        sibling.await("marker");
        assertThat(inbox.texts()).containsExactly("k");
        assertThat(subscription.stats().discarded()).isEqualTo(2);
    }

    /** The handler may end its own subscription, and gets no further message. */
    @Test
    @Rule("BUS-54")
    default void aHandlerMayCloseItsOwnSubscription(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        Inbox sibling = new Inbox();
        CompletableFuture<Subscription> self = new CompletableFuture<>();
        Subscription subscription = lab.listen(bus, lab.name("enough"), message -> {
            inbox.handle(message);
            self.join().close();
        });
        self.complete(subscription);
        lab.listen(bus, lab.name("enough"), sibling);
        lab.sendNumbers(bus, lab.name("enough"), 50);
        sibling.expect(BusLab.numbers(50));
        assertThat(Eventually.done("closed", subscription.closed())).isEqualTo(CloseCause.ASKED);
        inbox.expect("0");
    }

    /** Closing again, and from anywhere, is nothing. */
    @Test
    @Rule("BUS-54")
    default void closingTwiceIsClosingOnce(BusLab lab) {
        MessageBus bus = lab.started();
        Subscription subscription = lab.listen(bus, lab.name("twice"), message -> {});
        subscription.close();
        subscription.close();
        assertThat(Eventually.done("closed", subscription.closed())).isEqualTo(CloseCause.ASKED);
        assertThat(Eventually.done("drain", subscription.drain(Duration.ofSeconds(1)))
                        .complete())
                .isTrue();
        bus.close();
        assertThat(Eventually.done("closed", subscription.closed())).isEqualTo(CloseCause.ASKED);
    }

    /** Before the broker has answered, before the start even: ready says that it never will be. */
    @Test
    @Rule("BUS-54")
    default void closingWhilePendingFailsItsReady(BusLab lab) {
        MessageBus bus = lab.fresh();
        Inbox inbox = new Inbox();
        Subscription recorded = bus.subscribe(lab.name("pending"), inbox);
        recorded.close();
        assertThat(Eventually.failed("ready", recorded.ready()).code()).isEqualTo(ErrorCode.CLOSED);
        lab.start(bus);
        for (int i = 0; i < 50; i++) {
            Subscription running = bus.subscribe(lab.name("pending"), inbox);
            running.close();
            Eventually.settled("ready", running.ready());
            assertThat(Eventually.done("closed", running.closed())).isEqualTo(CloseCause.ASKED);
        }
        Inbox witness = new Inbox();
        lab.listen(bus, lab.name("pending"), witness);
        lab.send(bus, lab.name("pending"), "for the witness");
        witness.expect("for the witness");
        assertThat(inbox.texts()).isEmpty();
    }

    /** The broker keeps the filter as long as one handle wants it, and no longer. */
    @Test
    @Rule("BUS-35")
    default void theLastCloseUnsubscribesAtTheBrokerAndOnlyTheLast(BusLab lab) {
        MessageBus bus = lab.started();
        TopicFilter filter = TopicFilter.of(lab.name("last"));
        Inbox inbox = new Inbox();
        Subscription first = lab.listen(bus, filter.pattern(), message -> {});
        Subscription second = lab.listen(bus, filter.pattern(), inbox);
        expectAtBroker(lab, filter, 1);
        first.close();
        lab.send(bus, filter.pattern(), "still there");
        inbox.expect("still there");
        expectAtBroker(lab, filter, 1);
        second.close();
        expectAtBroker(lab, filter, 0);
        lab.send(bus, filter.pattern(), "nobody there");
        assertThat(inbox.texts()).containsExactly("still there");
    }

    private static void expectAtBroker(BusLab lab, TopicFilter filter, int count) {
        lab.turn(() -> lab.harness().brokerSubscriptions(filter))
                .ifPresent(first -> Eventually.equal(
                        "the broker's subscriptions", count, () -> lab.harness().brokerSubscriptions(filter)));
    }

    /** Coming back while the broker is still busy letting go, a hundred times. */
    @Test
    @Rule("BUS-55")
    default void subscribingRightAfterTheLastCloseWorks(BusLab lab) {
        MessageBus bus = lab.started();
        MessageBus other = lab.started();
        for (int i = 0; i < 100; i++) {
            Inbox inbox = new Inbox();
            Subscription subscription = lab.listen(bus, lab.name("back"), inbox);
            lab.send(other, lab.name("back"), "turn " + i);
            inbox.expect("turn " + i);
            subscription.close();
        }
    }

    /** What has arrived is delivered before the end, and the report says so. */
    @Test
    @Rule("BUS-56")
    default void drainingASubscriptionDeliversItsBuffer(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        Stall stall = lab.stall(inbox);
        Subscription subscription = lab.listen(bus, lab.name("drain"), stall);
        lab.send(bus, lab.name("drain"), "0");
        stall.awaitStill();
        lab.send(bus, lab.name("drain"), "1", "2", "3");
        Eventually.equal("received", 4L, () -> subscription.stats().received());
        CompletableFuture<DrainReport> drain = subscription.drain(Duration.ofHours(1));
        stall.release();
        DrainReport report = Eventually.done("drain", drain);
        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(report.delivered()).isGreaterThanOrEqualTo(3);
        assertThat(inbox.texts()).containsExactly("0", "1", "2", "3");
        assertThat(Eventually.done("closed", subscription.closed())).isEqualTo(CloseCause.ASKED);
        Inbox witness = new Inbox();
        lab.listen(bus, lab.name("drain"), witness);
        lab.send(bus, lab.name("drain"), "after");
        witness.expect("after");
        assertThat(inbox.count()).isEqualTo(4);
    }

    /** At the deadline the handler is interrupted and the rest discarded; the bus and its other subscriptions go on. */
    @Test
    @Rule("BUS-56")
    default void aSubscriptionsDrainEndsAtItsDeadline(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox sibling = new Inbox();
        Stall stall = lab.stall(new Inbox());
        Subscription subscription = lab.listen(bus, lab.name("deadline"), stall);
        lab.listen(bus, lab.name("deadline"), sibling);
        lab.send(bus, lab.name("deadline"), "0");
        stall.awaitStill();
        lab.send(bus, lab.name("deadline"), "1", "2", "3");
        Eventually.equal("received", 4L, () -> subscription.stats().received());
        DrainReport report = Eventually.done("drain", subscription.drain(Duration.ofMillis(50)));
        assertThat(report).isEqualTo(new DrainReport(0, 3, 1));
        Eventually.that("the handler was interrupted", stall::interrupted, () -> "no interrupt");
        assertThat(stall.begun()).isEqualTo(1);
        lab.send(bus, lab.name("deadline"), "4");
        sibling.expect("0", "1", "2", "3", "4");
    }
}
