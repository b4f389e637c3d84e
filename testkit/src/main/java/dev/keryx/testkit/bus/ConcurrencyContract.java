package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.Capability;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.TopicFilter;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.Together;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Many threads at once. Trust a change only after {@code -Dkeryx.repeat=50}. */
public interface ConcurrencyContract extends BusContract {
    /** Eight publishers at once: everything comes, each thread's in its order, one invocation at a time. */
    @ConcurrencyTest
    @Rule({"BUS-31", "BUS-32", "BUS-33"})
    default void concurrentPublishersLoseNothingBelowTheBound(BusLab lab) {
        int threads = 8;
        int each = 1_000;
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        SubscribeOptions roomy = SubscribeOptions.DEFAULT.bufferMessages(threads * each);
        lab.listen(bus, lab.name("crowd"), roomy, message -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inbox.handle(message);
            LockSupport.parkNanos(1); // gives way in the middle
            inside.decrementAndGet();
        });
        Together.run(threads, thread -> lab.sendAll(each, i -> bus.publish(lab.name("crowd"), thread + ":" + i)));
        inbox.await(threads * each);
        assertThat(inbox.count()).isEqualTo(threads * each);
        assertThat(most).hasValue(1);
        Map<String, Integer> next = new HashMap<>();
        for (String text : inbox.texts()) {
            String thread = text.substring(0, text.indexOf(':'));
            int expected = next.merge(thread, 1, Integer::sum) - 1;
            assertThat(text).as("next of thread " + thread).isEqualTo(thread + ":" + expected);
        }
    }

    /** Exactly once each, while other subscriptions to the same topic come and go and filters overlap. */
    @ConcurrencyTest
    @Rule({"BUS-22", "BUS-33"})
    default void eachSubscriptionGetsEachMessageOnceUnderStress(BusLab lab) {
        int count = 2_000;
        MessageBus bus = lab.started();
        List<String> filters =
                lab.can(Capability.PATTERNS) ? List.of("s.t", "s.t", "s.*", "s.**") : List.of("s.t", "s.t");
        List<Inbox> inboxes = new ArrayList<>();
        for (String filter : filters) {
            Inbox inbox = new Inbox();
            inboxes.add(inbox);
            lab.listen(bus, lab.name(filter), SubscribeOptions.DEFAULT.bufferMessages(count), inbox);
        }
        Together.run(4, thread -> {
            if (thread < 2) {
                lab.sendAll(count / 2, i -> bus.publish(lab.name("s.t"), thread + ":" + i));
            } else {
                for (int i = 0; i < 300; i++) {
                    bus.subscribe(lab.name(filters.get(i % filters.size())), message -> {})
                            .close();
                }
            }
        });
        for (Inbox inbox : inboxes) {
            inbox.await(count);
            assertThat(inbox.texts()).hasSize(count).doesNotHaveDuplicates();
        }
    }

    /** Sixteen threads, a thousand subscriptions each, all to one topic; one in each thread stays. */
    @ConcurrencyTest
    @Rule({"BUS-34", "BUS-35"})
    default void subscribingAndUnsubscribingAtOnceEndsWithTheExactSet(BusLab lab) {
        int threads = 16;
        int each = 1_000;
        MessageBus bus = lab.started();
        List<Inbox> kept =
                IntStream.range(0, threads).mapToObj(i -> new Inbox()).toList();
        List<Subscription> stay = new CopyOnWriteArrayList<>();
        Inbox gone = new Inbox();
        Together.run(threads, thread -> {
            for (int i = 0; i < each; i++) {
                boolean stays = i == each / 2;
                MessageHandler handler = stays ? kept.get(thread) : gone;
                Subscription subscription = bus.subscribe(lab.name("churn"), handler);
                if (stays) {
                    stay.add(subscription);
                } else {
                    subscription.close();
                }
            }
        });
        stay.forEach(lab::ready);
        lab.send(bus, lab.name("churn"), "to those who stayed");
        kept.forEach(inbox -> inbox.expect("to those who stayed"));
        assertThat(gone.texts()).isEmpty();
        expectAtBroker(lab, "churn", 1);
        stay.forEach(Subscription::close);
        expectAtBroker(lab, "churn", 0);
    }

    /** Whoever comes first, the broker hears one subscription. */
    @ConcurrencyTest
    @Rule("BUS-35")
    default void concurrentFirstSubscribersMakeOneBrokerSubscription(BusLab lab) {
        MessageBus bus = lab.started();
        List<Inbox> inboxes = IntStream.range(0, 16).mapToObj(i -> new Inbox()).toList();
        Together.run(16, i -> lab.listen(bus, lab.name("first"), inboxes.get(i)));
        expectAtBroker(lab, "first", 1);
        lab.send(bus, lab.name("first"), "once to each");
        inboxes.forEach(inbox -> inbox.expect("once to each"));
        lab.send(bus, lab.name("first"), "again");
        inboxes.forEach(inbox -> inbox.expect("once to each", "again"));
    }

    /** Where the broker can be asked. */
    private static void expectAtBroker(BusLab lab, String topic, int count) {
        TopicFilter filter = TopicFilter.of(lab.name(topic));
        lab.turn(() -> lab.harness().brokerSubscriptions(filter))
                .ifPresent(first -> Eventually.equal(
                        "the broker's subscriptions", count, () -> lab.harness().brokerSubscriptions(filter)));
    }
}
