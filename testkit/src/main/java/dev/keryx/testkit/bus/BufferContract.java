package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.Registration;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.Topic;
import dev.keryx.bus.WhileDisconnected;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Heap;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Publishes that wait for a link ({@link WhileDisconnected#BUFFER}). Where a harness has no outages a link is only missing
 * during the start.
 *
 * <p>What waited is sent as soon as there is a link, which may be before the bus's own subscriptions are back; so who hears it
 * for certain is a bus that was never cut off.
 */
public interface BufferContract extends BusContract {
    /** A bus that buffers, and one that listens. */
    private static MessageBus buffering(BusLab lab, int messages, long bytes, Duration age) {
        return lab.fresh(lab.options()
                .publishTimeout(Eventually.limit())
                .whileDisconnected(WhileDisconnected.buffer(messages, bytes, age)));
    }

    private static MessageBus buffering(BusLab lab) {
        return buffering(lab, 1_000, 1 << 20, Eventually.limit());
    }

    /** The broker is gone while this runs, where the harness has outages. */
    private static void whileCutOff(BusLab lab, MessageBus bus, Runnable action) {
        lab.turn(lab.harness()::outage).map(lab::closing).ifPresent(outage -> {
            Eventually.equal("the state", BusState.RECONNECTING, bus::state);
            action.run();
            outage.close();
        });
    }

    /** Published at once, while the first link is still being made: everything arrives, in order. */
    @Test
    @Rule("BUS-70")
    default void whatIsPublishedDuringTheStartArrivesInOrder(BusLab lab) {
        Inbox inbox = new Inbox();
        lab.listen(lab.started(), lab.name("early"), inbox);
        MessageBus bus = buffering(lab);
        CompletableFuture<Void> start = bus.startAsync();
        lab.sendNumbers(bus, lab.name("early"), 200);
        Eventually.done("start", start);
        lab.send(bus, lab.name("early"), "later");
        List<String> expected = new ArrayList<>(BusLab.numbers(200));
        expected.add("later");
        inbox.expect(expected);
    }

    /** Taken by the broker when it is back, before anything that is published then. */
    @Test
    @Rule("BUS-70")
    default void whatIsPublishedDuringAnOutageIsTakenAfterItInOrder(BusLab lab) {
        MessageBus bus = lab.start(buffering(lab));
        Inbox inbox = new Inbox();
        Subscription subscription = lab.listen(bus, lab.name("cut"), inbox);
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        whileCutOff(lab, bus, () -> {
            for (String text : BusLab.numbers(100)) {
                waiting.add(bus.publish(lab.name("cut"), text));
            }
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
        });
        waiting.forEach(publish -> Eventually.done("a publish that waited", publish));
        Eventually.equal("the subscription", SubscriptionState.ACTIVE, subscription::state);
        lab.send(bus, lab.name("cut"), "1000");
        inbox.await("1000");
        assertThat(inbox.texts()).map(Integer::parseInt).isSorted().doesNotHaveDuplicates();
    }

    /** Refused for now and certainly not sent, while the link stands: tried again until the broker takes it. */
    @ConcurrencyTest
    @Rule("BUS-87")
    default void whatIsRefusedForNowIsTakenInTheEndAndInOrder(BusLab lab) {
        MessageBus bus = lab.start(buffering(lab));
        Inbox inbox = new Inbox();
        lab.listen(lab.started(), lab.name("busy"), inbox);
        Optional<Registration> busy = lab.turn(lab.harness()::busy).map(lab::closing);
        List<CompletableFuture<Void>> waiting = BusLab.numbers(100).stream()
                .map(text -> bus.publish(lab.name("busy"), text))
                .toList();
        busy.ifPresent(refusal -> {
            // Never waits, and goes over the same link: when it is refused, so were all before it.
            expectUntaken(
                    bus.publish(Message.to(Topic.reserved("kx." + lab.name("busy")), Payload.utf8("now or never"))));
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            refusal.close();
        });
        waiting.forEach(publish -> Eventually.done("a publish that was refused for now", publish));
        lab.send(bus, lab.name("busy"), "later");
        inbox.await("later");
        assertThat(inbox.texts())
                .startsWith(BusLab.numbers(100).toArray(new String[0]))
                .hasSize(101);
        assertThat(bus.state()).as("the link stood").isEqualTo(BusState.RUNNING);
    }

    private static void expectUntaken(CompletableFuture<Void> publish) {
        KeryxException failure = Eventually.failed("publish", publish);
        assertThat(failure.code()).isIn(ErrorCode.UNAVAILABLE, ErrorCode.REJECTED);
        assertThat(failure.retryable()).isTrue();
    }

    /** What does not fit is told so at once, and takes nothing from those that wait. */
    @Test
    @Rule("BUS-71")
    default void beyondItsBoundsTheBufferTakesNothing(BusLab lab) {
        MessageBus bus = lab.start(buffering(lab, 3, 2_000, Eventually.limit()));
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        whileCutOff(lab, bus, () -> {
            for (int i = 0; i < 3; i++) {
                waiting.add(bus.publish(lab.name("full"), "small"));
            }
            expectOverflow(bus.publish(lab.name("full"), "one too many"));
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
        });
        waiting.forEach(publish -> Eventually.done("a publish that waited", publish));
        lab.send(bus, lab.name("full"), "there is room again");
        whileCutOff(lab, bus, () -> {
            assertThat(bus.publish(lab.name("full"), new byte[1_200])).isNotDone();
            expectOverflow(bus.publish(lab.name("full"), new byte[1_200]));
        });
    }

    private static void expectOverflow(CompletableFuture<Void> publish) {
        KeryxException failure = Eventually.failed("publish", publish);
        assertThat(failure.code()).isEqualTo(ErrorCode.OVERFLOW);
        assertThat(failure.retryable()).isTrue();
    }

    /** Two hundred megabytes are offered while nobody is there; only what the buffer holds stays. */
    @Test
    @Rule("BUS-71")
    default void memoryIsBoundedHoweverMuchIsPublishedDuringAnOutage(BusLab lab) {
        MessageBus bus = lab.start(buffering(lab, 100, 1 << 20, Eventually.limit()));
        byte[] payload = new byte[1 << 10];
        whileCutOff(lab, bus, () -> {
            long before = Heap.usedBytes();
            for (int i = 0; i < 200_000; i++) {
                var unused = bus.publish(lab.name("heavy"), payload);
            }
            Heap.awaitAtMost("an outage", before + (24L << 20));
        });
    }

    /** Certainly not sent, and it never arrives. */
    @Test
    @Rule("BUS-72")
    default void whatHasWaitedForTooLongIsNeverSent(BusLab lab) {
        MessageBus bus = lab.start(buffering(lab, 10, 1 << 20, Duration.ofMillis(50)));
        Inbox inbox = new Inbox();
        Subscription subscription = lab.listen(bus, lab.name("old"), inbox);
        whileCutOff(lab, bus, () -> expectUnavailable(bus.publish(lab.name("old"), "too old")));
        Eventually.equal("the subscription", SubscriptionState.ACTIVE, subscription::state);
        lab.send(bus, lab.name("old"), "fresh");
        inbox.expect("fresh");
    }

    /** Nobody waits for a broker that is not there when the bus ends. */
    @Test
    @Rule("BUS-72")
    default void theEndFailsWhatWaitsForALink(BusLab lab) {
        MessageBus bus = lab.start(buffering(lab));
        whileCutOff(lab, bus, () -> {
            CompletableFuture<Void> waits = bus.publish(lab.name("end"), "never sent");
            var unused = bus.drain(Eventually.limit());
            expectUnavailable(waits);
            bus.close();
        });
    }

    private static void expectUnavailable(CompletableFuture<Void> publish) {
        KeryxException failure = Eventually.failed("publish", publish);
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure.retryable()).isTrue();
    }

    /** Links come and go under four publishers: every publish ends, what was not sent never arrives, nothing comes twice. */
    @ConcurrencyTest
    @Rule("BUS-73")
    default void whateverTheLinkDoesEachPublishIsSentOnceOrNever(BusLab lab) {
        MessageBus bus = lab.start(buffering(lab));
        AtomicBoolean over = new AtomicBoolean();
        List<OutageStory> stories = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            OutageStory story = new OutageStory(bus, lab.name("story" + i));
            lab.listen(bus, story.topic, SubscribeOptions.DEFAULT.bufferMessages(1 << 20), story.inbox);
            stories.add(story);
        }
        Together.run(5, thread -> {
            if (thread < 4) {
                stories.get(thread).publishUntil(over);
            } else {
                try {
                    flap(lab, bus);
                } finally {
                    over.set(true);
                }
            }
        });
        stories.forEach(OutageStory::check);
    }

    private static void flap(BusLab lab, MessageBus bus) {
        for (int i = 0; i < 2; i++) {
            lab.turn(lab.harness()::outage).ifPresent(Registration::close);
            Eventually.equal("the state", BusState.RUNNING, bus::state);
        }
    }
}
