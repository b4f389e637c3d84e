package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.Capability;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicSubscription;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.Together;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** What was published first is heard first, and by one thread at a time. */
public interface OrderContract extends BusContract {
    /** Ten thousand from one thread, on the publisher's bus and on another, each subscription for itself. */
    @Test
    @Rule("BUS-31")
    default void onePublishersOrderIsKeptForEverySubscription(BusLab lab) {
        int count = 10_000;
        MessageBus bus = lab.started();
        List<Inbox> inboxes = List.of(new Inbox(), new Inbox(), new Inbox());
        lab.listen(bus, lab.name("fifo"), roomy(count), inboxes.get(0));
        lab.listen(bus, lab.name("fifo"), roomy(count), inboxes.get(1));
        lab.listen(lab.started(), lab.name("fifo"), roomy(count), inboxes.get(2));
        lab.sendNumbers(bus, lab.name("fifo"), count);
        inboxes.forEach(inbox -> inbox.expect(BusLab.numbers(count)));
    }

    /** A handler that works hard gets them in order too, and from the buffer. */
    @Test
    @Rule("BUS-31")
    default void theOrderIsKeptForASlowHandler(BusLab lab) {
        int count = 2_000;
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        byte[] work = new byte[64 << 10];
        lab.listen(bus, lab.name("slow"), roomy(count), message -> {
            CRC32 sum = new CRC32();
            sum.update(work);
            work[0] = (byte) sum.getValue();
            inbox.handle(message);
        });
        lab.sendNumbers(bus, lab.name("slow"), count);
        inbox.expect(BusLab.numbers(count));
    }

    /** "Before" means that one publish had returned when the other was called, on whatever thread. */
    @ConcurrencyTest
    @Rule("BUS-31")
    default void theOrderIsKeptWhenThreadsTakeTurns(BusLab lab) {
        int threads = 4;
        int each = 500;
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        lab.listen(bus, lab.name("turns"), roomy(threads * each), inbox);
        AtomicInteger next = new AtomicInteger();
        Object turn = new Object();
        List<CompletableFuture<Void>> answers = new CopyOnWriteArrayList<>();
        Together.run(threads, index -> {
            for (int i = 0; i < each; i++) {
                synchronized (turn) {
                    answers.add(bus.publish(lab.name("turns"), Integer.toString(next.getAndIncrement())));
                }
            }
        });
        answers.forEach(answer -> Eventually.done("publish", answer));
        inbox.expect(BusLab.numbers(threads * each));
    }

    /** Across topics, where the bus says so; within each topic in any case. */
    @Test
    @Rule("BUS-31")
    default void theOrderHoldsAcrossTopicsWhereTheBusSaysSo(BusLab lab) {
        int count = 500;
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        TopicSubscription subscription = lab.ready(lab.started().subscribe(roomy(2 * count), inbox));
        for (String topic : List.of("x", "y")) {
            Eventually.done("add", subscription.add(Topic.of(lab.name(topic))));
        }
        lab.sendAll(2 * count, i -> bus.publish(lab.name(i % 2 == 0 ? "x" : "y"), Integer.toString(i)));
        inbox.await(2 * count);
        List<String> all = BusLab.numbers(2 * count);
        if (lab.can(Capability.CROSS_TOPIC_ORDER)) {
            assertThat(inbox.texts()).isEqualTo(all);
        }
        for (int parity : List.of(0, 1)) {
            assertThat(inbox.texts())
                    .filteredOn(text -> Integer.parseInt(text) % 2 == parity)
                    .isEqualTo(all.stream()
                            .filter(text -> Integer.parseInt(text) % 2 == parity)
                            .toList());
        }
    }

    /** As long as one invocation has not returned, no other begins. */
    @Test
    @Rule("BUS-32")
    default void aHandlerNeverRunsConcurrentlyWithItself(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        Stall stall = lab.stall(inbox);
        Inbox sibling = new Inbox();
        lab.listen(bus, lab.name("serial"), stall);
        lab.listen(bus, lab.name("serial"), sibling);
        lab.sendNumbers(bus, lab.name("serial"), 200);
        stall.awaitStill();
        sibling.expect(BusLab.numbers(200));
        assertThat(stall.begun()).isEqualTo(1);
        stall.release();
        inbox.expect(BusLab.numbers(200));
    }

    /** A buffer with room for everything. */
    private static SubscribeOptions roomy(int messages) {
        return SubscribeOptions.DEFAULT.bufferMessages(messages);
    }
}
