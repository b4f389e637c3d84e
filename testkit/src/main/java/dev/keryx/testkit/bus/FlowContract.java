package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.CloseCause;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.Overflow;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Heap;
import dev.keryx.testkit.Rule;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A receiver behind its bound, and what is done about it. Where the hole shows is {@link GapContract}'s. */
public interface FlowContract extends BusContract {
    /** One handler stands still; the one beside it hears everything. */
    @Test
    @Rule("BUS-39")
    default void aBlockedHandlerDelaysNoSibling(BusLab lab) {
        MessageBus bus = lab.started();
        Stall stall = lab.stall(new Inbox());
        lab.listen(bus, lab.name("pair"), SubscribeOptions.DEFAULT.bufferMessages(4), stall);
        Inbox sibling = new Inbox();
        lab.listen(bus, lab.name("pair"), sibling);
        lab.sendNumbers(bus, lab.name("pair"), 500);
        sibling.expect(BusLab.numbers(500));
        stall.awaitStill();
        assertThat(stall.finished()).isFalse();
    }

    /** Publishing, subscribing, unsubscribing and another topic: all as if nothing were. */
    @Test
    @Rule("BUS-39")
    default void blockedHandlersBlockNeitherPublishNorControl(BusLab lab) {
        MessageBus bus = lab.started();
        for (int i = 0; i < 20; i++) {
            lab.listen(bus, lab.name("stuck"), SubscribeOptions.DEFAULT.bufferMessages(1), lab.stall(new Inbox()));
        }
        lab.sendNumbers(bus, lab.name("stuck"), 200);
        Inbox inbox = new Inbox();
        Subscription fresh = lab.listen(bus, lab.name("free"), inbox);
        lab.send(bus, lab.name("free"), "passes");
        inbox.expect("passes");
        fresh.close();
        Eventually.done("closed", fresh.closed());
        Inbox again = new Inbox();
        lab.listen(bus, lab.name("free"), again);
        lab.send(bus, lab.name("free"), "passes again");
        again.expect("passes again");
    }

    /** The oldest of the waiting goes: the four youngest of eleven survive, and the one in the handler. */
    @Test
    @Rule({"BUS-40", "BUS-45"})
    default void dropOldestKeepsTheYoungest(BusLab lab) {
        Inbox inbox = new Inbox();
        Stall stall = lab.stall(inbox);
        Subscription subscription = flooded(lab, stall, inbox, Overflow.DROP_OLDEST);
        Eventually.equal("dropped", 6L, () -> subscription.stats().dropped());
        Eventually.equal("buffered", 4L, () -> subscription.stats().buffered());
        stall.release();
        inbox.expectStory("0", "[OVERFLOW] 6", "7", "8", "9", "10");
    }

    /** The arriving one goes: the four oldest of the waiting survive. */
    @Test
    @Rule({"BUS-41", "BUS-45"})
    default void dropNewestKeepsTheOldest(BusLab lab) {
        Inbox inbox = new Inbox();
        Stall stall = lab.stall(inbox);
        Subscription subscription = flooded(lab, stall, inbox, Overflow.DROP_NEWEST);
        Eventually.equal("dropped", 6L, () -> subscription.stats().dropped());
        Eventually.equal("buffered", 4L, () -> subscription.stats().buffered());
        stall.release();
        inbox.expectStory("0", "1", "2", "3", "4", "[OVERFLOW] 6");
    }

    /** Stalls on 0, with room for four, and sends 1 to 10; returns when all eleven have been received. */
    private static Subscription flooded(BusLab lab, Stall stall, Inbox inbox, Overflow policy) {
        MessageBus bus = lab.started();
        SubscribeOptions options =
                SubscribeOptions.DEFAULT.bufferMessages(4).overflow(policy).onGap(inbox.gapHandler());
        Subscription subscription = lab.listen(bus, lab.name("flood"), options, stall);
        lab.send(bus, lab.name("flood"), "0");
        stall.awaitStill();
        lab.send(bus, lab.name("flood"), "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
        Eventually.equal("received", 11L, () -> subscription.stats().received());
        return subscription;
    }

    /** The subscription ends by itself; what it had is still delivered; its sibling goes on. */
    @Test
    @Rule("BUS-42")
    default void cancelEndsTheSubscriptionAfterWhatItHad(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        Inbox sibling = new Inbox();
        Stall stall = lab.stall(inbox);
        SubscribeOptions options = SubscribeOptions.DEFAULT.bufferMessages(4).overflow(Overflow.CANCEL);
        Subscription subscription = lab.listen(bus, lab.name("cancel"), options, stall);
        lab.listen(bus, lab.name("cancel"), sibling);
        lab.send(bus, lab.name("cancel"), "0");
        stall.awaitStill();
        lab.send(bus, lab.name("cancel"), "1", "2", "3", "4", "5", "6", "7");
        sibling.expect("0", "1", "2", "3", "4", "5", "6", "7");
        Eventually.that("something was dropped", () -> subscription.stats().dropped() > 0, subscription::stats);
        stall.release();
        assertThat(Eventually.done("closed", subscription.closed())).isEqualTo(CloseCause.OVERFLOW);
        inbox.expect("0", "1", "2", "3", "4");
        lab.send(bus, lab.name("cancel"), "8");
        sibling.await("8");
        inbox.expect("0", "1", "2", "3", "4");
    }

    /** Bytes count as messages do, with what they came in; one that is too large for any buffer is taken by an empty one. */
    @Test
    @Rule("BUS-43")
    default void theBufferIsBoundedInBytesToo(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        Stall stall = lab.stall(inbox);
        SubscribeOptions options = SubscribeOptions.DEFAULT.bufferBytes(35_000).onGap(inbox.gapHandler());
        Subscription subscription = lab.listen(bus, lab.name("bytes"), options, stall);
        lab.send(bus, lab.name("bytes"), "a".repeat(10_000));
        stall.awaitStill();
        for (String letter : List.of("b", "c", "d", "e", "f")) {
            lab.send(bus, lab.name("bytes"), letter.repeat(10_000));
        }
        Eventually.equal("received", 6L, () -> subscription.stats().received());
        Eventually.equal("buffered", 3L, () -> subscription.stats().buffered());
        stall.release();
        inbox.expectStory(
                "a".repeat(10_000), "[OVERFLOW] 2", "d".repeat(10_000), "e".repeat(10_000), "f".repeat(10_000));
        lab.send(bus, lab.name("bytes"), "g".repeat(100_000));
        inbox.await("g".repeat(100_000));
    }

    /** One report for each time the buffer overflowed, however many fell; each fallen one counted. */
    @Test
    @Rule("BUS-44")
    default void anOverflowIsReportedOncePerEpisode(BusLab lab) {
        Telemetry telemetry = new Telemetry();
        MessageBus bus = lab.started(lab.options().observer(telemetry));
        Inbox inbox = new Inbox();
        List<Stall> stalls = List.of(lab.stall(inbox), lab.stall(inbox));
        AtomicInteger current = new AtomicInteger();
        MessageHandler handler = message -> stalls.get(current.get()).handle(message);
        Subscription subscription =
                lab.listen(bus, lab.name("episode"), SubscribeOptions.DEFAULT.bufferMessages(2), handler);
        for (int episode = 1; episode <= 2; episode++) {
            current.set(episode - 1);
            Stall stall = stalls.get(episode - 1);
            lab.send(bus, lab.name("episode"), "in the handler");
            stall.awaitStill();
            lab.sendNumbers(bus, lab.name("episode"), 10);
            Eventually.equal(
                    "received", 11L * episode, () -> subscription.stats().received());
            Eventually.equal("drops reported", 8L * episode, telemetry.dropped::get);
            int reports = episode;
            Eventually.that(
                    "the overflow was reported", () -> telemetry.overflows.get() >= reports, telemetry.overflows::get);
            assertThat(telemetry.overflows).as("overflow reports").hasValue(episode);
            assertThat(subscription.stats().dropped()).isEqualTo(8L * episode);
            stall.release();
            inbox.await(3 * episode);
            Eventually.equal("buffered", 0L, () -> subscription.stats().buffered());
        }
    }

    /** No buffer that is full makes a publisher wait, not even when it is the publisher's own. */
    @Test
    @Rule("BUS-47")
    default void aHandlerMayPublishWhileItsOwnBufferIsFull(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        CompletableFuture<Void> done = new CompletableFuture<>();
        lab.listen(bus, lab.name("loop"), SubscribeOptions.DEFAULT.bufferMessages(1), message -> {
            inbox.handle(message);
            if (message.payload().utf8().equals("go")) {
                lab.sendNumbers(bus, lab.name("loop"), 500);
                done.complete(null);
            }
        });
        lab.send(bus, lab.name("loop"), "go");
        Eventually.done("publishing inside the handler", done);
        inbox.await("499");
    }

    /** Two hundred megabytes pass a handler that stands still; only what its buffer holds stays. */
    @Test
    @Rule("BUS-48")
    default void memoryIsBoundedUnderAStalledHandler(BusLab lab) {
        MessageBus bus = lab.started();
        Stall stall = lab.stall(new Inbox());
        Subscription subscription =
                lab.listen(bus, lab.name("heavy"), SubscribeOptions.DEFAULT.bufferMessages(16), stall);
        byte[] payload = new byte[64 << 10];
        long before = Heap.usedBytes();
        // A mebibyte at a time: what a broker does with a receiver it has to wait for is another matter.
        for (long sent = 16; sent <= 3_200; sent += 16) {
            lab.sendAll(16, i -> bus.publish(lab.name("heavy"), payload));
            Eventually.equal("received", sent, () -> subscription.stats().received());
        }
        Eventually.equal("buffered", 16L, () -> subscription.stats().buffered());
        Heap.awaitAtMost("a stalled handler", before + (48L << 20));
    }
}
