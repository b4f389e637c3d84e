package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusState;
import dev.keryx.bus.CloseCause;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Subscription;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** How a bus ends. */
public interface ShutdownContract extends BusContract {
    /** A deadline that no test reaches. */
    Duration FAR = Duration.ofHours(1);

    /** Not before the handler has returned and everything buffered was heard. */
    @Test
    @Rule("BUS-57")
    default void drainingWaitsForTheHandlerAndDeliversTheBuffer(BusLab lab) {
        MessageBus bus = lab.started();
        MessageBus publisher = lab.started();
        Inbox inbox = new Inbox();
        Stall stall = lab.stall(inbox);
        Subscription subscription = lab.listen(bus, lab.name("rest"), stall);
        lab.send(publisher, lab.name("rest"), "0");
        stall.awaitStill();
        lab.send(publisher, lab.name("rest"), "1", "2", "3");
        Eventually.equal("received", 4L, () -> subscription.stats().received());
        CompletableFuture<DrainReport> drain = bus.drain(FAR);
        CompletableFuture<Boolean> allWasHeard = drain.thenApply(report -> stall.finished() && inbox.count() == 4);
        Eventually.equal("the state", BusState.DRAINING, bus::state);
        elsewhereLifeGoesOn(lab);
        assertThat(drain).isNotDone();
        assertThat(stall.interrupted()).isFalse();
        stall.release();
        DrainReport report = Eventually.done("drain", drain);
        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(report.delivered()).isGreaterThanOrEqualTo(3);
        assertThat(Eventually.done("drain", allWasHeard))
                .as("heard before the drain was done")
                .isTrue();
        inbox.expect("0", "1", "2", "3");
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
        assertThat(Eventually.done("closed", subscription.closed())).isEqualTo(CloseCause.BUS_CLOSED);
    }

    /** Not a pause but work of its own: a bus is made, used and closed, so that whoever would not wait has not waited. */
    private static void elsewhereLifeGoesOn(BusLab lab) {
        for (int i = 0; i < 10; i++) {
            MessageBus bus = lab.started();
            Inbox inbox = new Inbox();
            lab.listen(bus, lab.name("elsewhere" + i), inbox);
            lab.sendNumbers(bus, lab.name("elsewhere" + i), 50);
            inbox.expect(BusLab.numbers(50));
            bus.close();
        }
    }

    /** What a handler has to say while the bus drains is still taken by the broker; subscribing is not. */
    @Test
    @Rule("BUS-57")
    default void aHandlerMayPublishWhileTheBusDrains(BusLab lab) {
        MessageBus bus = lab.started();
        MessageBus other = lab.started();
        Inbox results = new Inbox();
        lab.listen(other, lab.name("results"), results);
        Stall stall = lab.stall(new Inbox());
        List<ErrorCode> refusals = new CopyOnWriteArrayList<>();
        lab.listen(bus, lab.name("work"), message -> {
            stall.handle(message);
            try {
                bus.subscribe(lab.name("more"), ignored -> {});
            } catch (KeryxException e) {
                refusals.add(e.code());
            }
            lab.send(bus, lab.name("results"), "done " + message.payload().utf8());
        });
        lab.send(other, lab.name("work"), "1");
        stall.awaitStill();
        CompletableFuture<DrainReport> drain = bus.drain(FAR);
        Eventually.equal("the state", BusState.DRAINING, bus::state);
        stall.release();
        assertThat(Eventually.done("drain", drain).complete()).isTrue();
        results.expect("done 1");
        assertThat(refusals).containsExactly(ErrorCode.CLOSED);
    }

    /** The running handler is interrupted, the waiting messages are discarded, and the report counts both. */
    @Test
    @Rule("BUS-58")
    default void atTheDeadlineHandlersAreInterruptedAndTheRestIsCounted(BusLab lab) {
        Telemetry telemetry = new Telemetry();
        MessageBus bus = lab.started(lab.options().observer(telemetry));
        Inbox inbox = new Inbox();
        Stall stall = lab.stall(inbox);
        Subscription subscription = lab.listen(bus, lab.name("late"), stall);
        lab.send(bus, lab.name("late"), "0");
        stall.awaitStill();
        lab.send(bus, lab.name("late"), "1", "2", "3", "4", "5");
        Eventually.equal("received", 6L, () -> subscription.stats().received());
        DrainReport report = Eventually.done("drain", bus.drain(Duration.ofMillis(50)));
        assertThat(report).isEqualTo(new DrainReport(0, 5, 1));
        Eventually.that("the handler was interrupted", stall::interrupted, () -> "no interrupt");
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
        assertThat(inbox.texts()).containsExactly("0");
        assertThat(subscription.stats().discarded()).isEqualTo(5);
        Eventually.equal("discards told", 5L, telemetry.discarded::get);
    }

    /** No future of a publish stays open, whatever the bus was doing. */
    @Test
    @Rule("BUS-38")
    default void everyPendingPublishHasAnOutcomeWhenTheBusIsClosed(BusLab lab) {
        MessageBus bus = lab.started();
        List<CompletableFuture<Void>> published = new ArrayList<>();
        Inbox inbox = new Inbox();
        lab.listen(lab.started(), lab.name("flush"), inbox);
        for (int i = 0; i < 1_000; i++) {
            published.add(bus.publish(lab.name("flush"), Integer.toString(i)));
        }
        bus.close();
        published.forEach(future -> Eventually.settled("publish", future));
        long accepted = published.stream()
                .filter(future -> !future.isCompletedExceptionally())
                .count();
        inbox.await((int) accepted);
        assertThat(accepted).as("flushed, as the grace was long enough").isEqualTo(1_000);
    }

    /** Inside a handler close returns, and the bus ends after the handler has. */
    @Test
    @Rule("BUS-16")
    default void aHandlerMayCloseTheBus(BusLab lab) {
        MessageBus bus = lab.started(lab.options().grace(FAR));
        Inbox inbox = new Inbox();
        lab.listen(bus, lab.name("bye"), message -> {
            bus.close();
            inbox.handle(message);
        });
        lab.send(bus, lab.name("bye"), "the last word");
        inbox.expect("the last word");
        Eventually.equal("the state", BusState.CLOSED, bus::state);
    }

    /** All get the same end; nobody hangs. */
    @ConcurrencyTest
    @Rule("BUS-16")
    default void closingConcurrentlyIsClosingOnce(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        lab.listen(bus, lab.name("all"), inbox);
        lab.send(bus, lab.name("all"), "heard");
        inbox.expect("heard");
        Together.run(8, i -> {
            if (i % 2 == 0) {
                bus.close();
            } else {
                Eventually.done("drain", bus.drain(FAR));
            }
            assertThat(bus.state()).isEqualTo(BusState.CLOSED);
        });
        bus.close();
    }

    /** With nobody to say goodbye to, the grace is not waited for. */
    @Test
    @Rule("BUS-59")
    default void closingWhileTheBrokerIsDownDoesNotWaitForIt(BusLab lab) {
        MessageBus bus = lab.started(lab.options().grace(FAR));
        lab.listen(bus, lab.name("down"), message -> {});
        lab.turn(lab.harness()::outage)
                .map(lab::closing)
                .ifPresent(outage -> Eventually.equal("the state", BusState.RECONNECTING, bus::state));
        CompletableFuture<DrainReport> drain = bus.drain(FAR);
        assertThat(Eventually.done("drain", drain).complete()).isTrue();
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
    }

    /** The client was there before and is there afterwards. */
    @Test
    @Rule("BUS-60")
    default void aLentClientStaysOpen(BusLab lab) {
        lab.turn(() -> lab.harness().lent(lab.options())).ifPresent(lent -> {
            MessageBus bus = lab.closing(lent.bus());
            Inbox inbox = new Inbox();
            bus.subscribe(lab.name("lent"), inbox);
            lab.start(bus);
            lab.send(bus, lab.name("lent"), "over their client");
            inbox.expect("over their client");
            bus.close();
            assertThat(lent.clientWorks().getAsBoolean()).isTrue();
        });
    }
}
