package dev.keryx.testkit.bus;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.NodeId;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.Capability;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One test's bench: makes buses, names topics that no other test uses, says each step of "subscribe, ready, publish" in one
 * word, and closes everything in the end. For the tests of the contract only.
 */
public final class BusLab {
    /** Publishes that a test leaves unanswered at a time: far below the bound in flight of any bus. */
    private static final int WINDOW = 256;

    private final BusHarness harness;
    private final String world = "k" + NodeId.random();
    /** Latest first. Touched by the test's own thread only. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    BusLab(BusHarness harness) {
        this.harness = harness;
        open.push(harness);
    }

    BusHarness harness() {
        return harness;
    }

    MessageBus fresh() {
        return fresh(options());
    }

    MessageBus fresh(BusOptions options) {
        return closing(harness.bus(options));
    }

    MessageBus started() {
        return started(options());
    }

    MessageBus started(BusOptions options) {
        return start(fresh(options));
    }

    MessageBus start(MessageBus bus) {
        Eventually.done("start", bus.startAsync());
        return bus;
    }

    /** The defaults, but slow to give up and quick to come back, so that no test turns on a deadline it does not mean. */
    BusOptions options() {
        return BusOptions.DEFAULT.startTimeout(Eventually.limit()).reconnectCap(Duration.ofMillis(200));
    }

    /** A name within this test's own part of the topic space. */
    String name(String rest) {
        return world + "." + rest;
    }

    /** Subscribes and waits until the broker has confirmed it. */
    Subscription listen(MessageBus bus, String filter, MessageHandler handler) {
        return listen(bus, filter, SubscribeOptions.DEFAULT, handler);
    }

    Subscription listen(MessageBus bus, String filter, SubscribeOptions options, MessageHandler handler) {
        return ready(bus.subscribe(filter, options, handler));
    }

    <S extends Subscription> S ready(S subscription) {
        Eventually.done("ready of " + subscription.filters(), subscription.ready());
        return subscription;
    }

    /** Publishes texts, one after the other, and waits until the broker has taken each. */
    void send(MessageBus bus, String topic, String... texts) {
        for (String text : texts) {
            Eventually.done("publish to " + topic, bus.publish(topic, text));
        }
    }

    void send(MessageBus bus, Message message) {
        Eventually.done("publish to " + message.topic(), bus.publish(message));
    }

    /** Publishes the numbers from 0 without waiting for each, but never far ahead; waits for all in the end. */
    void sendNumbers(MessageBus bus, String topic, int count) {
        sendAll(count, i -> bus.publish(topic, Integer.toString(i)));
    }

    /** As many publishes as wanted, never more than a window of them unanswered. */
    void sendAll(int count, Publish publish) {
        List<CompletableFuture<Void>> window = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            window.add(publish.number(i));
            if (window.size() == WINDOW || i == count - 1) {
                window.forEach(future -> Eventually.done("publish", future));
                window.clear();
            }
        }
    }

    /** One of a row of publishes. */
    interface Publish {
        CompletableFuture<Void> number(int i);
    }

    static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    /** A handler that stands still in its first message. Released at the end of the test at the latest. */
    Stall stall(Inbox inbox) {
        return closing(new Stall(inbox));
    }

    boolean can(Capability capability) {
        try (MessageBus bus = harness.bus(options())) {
            return bus.capabilities().contains(capability);
        }
    }

    /** What a knob of the harness gives; empty where the harness says {@code UNSUPPORTED}. Any other failure is a failure. */
    <T> Optional<T> turn(Supplier<T> knob) {
        try {
            return Optional.of(knob.get());
        } catch (KeryxException e) {
            if (e.code() == ErrorCode.UNSUPPORTED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Closes it at the end of the test, before what was made earlier. */
    <C extends AutoCloseable> C closing(C resource) {
        open.push(resource);
        return resource;
    }

    /** Stalled handlers go first, or every close would wait for them. */
    void close() throws Exception {
        open.stream().filter(Stall.class::isInstance).forEach(stall -> ((Stall) stall).release());
        List<Exception> failures = new ArrayList<>();
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }
}
