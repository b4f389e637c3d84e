package dev.keryx.proofs.buskit;

import static java.util.concurrent.CompletableFuture.failedFuture;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.TopicSubscription;
import dev.keryx.proofs.kit.Daemon;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Buses that deliver to the wrong ones, too often, too seldom or in the wrong order. */
class WrongDeliveryTest implements WrongBuses {
    @Override
    public List<Suspect> suspects() {
        List<Suspect> all = new ArrayList<>();
        all.addAll(whoHears());
        all.addAll(howOften());
        return all;
    }

    private static List<Suspect> whoHears() {
        return List.of(
                new Suspect(
                        "lives in a world of its own",
                        "BUS-17",
                        (transport, options) -> Suspect.INNOCENT.bus(LoopTransport.alone(), options)),
                new Suspect("always hears itself", "BUS-18", Twist.subscribeOptions(Options::withoutSkipOwn)),
                new Suspect(
                        "skips nothing", "BUS-67", Twist.subscribeOptions(options -> options.skip(message -> false))),
                new Suspect(
                        "hears its neighbours' topics too",
                        "BUS-19",
                        Twist.filters(
                                filter -> filter.isExact() ? TopicFilter.of(parent(filter.pattern()) + ".*") : filter)),
                new Suspect(
                        "takes a star for any number of segments",
                        "BUS-03",
                        Twist.filters(filter ->
                                filter.isExact() ? filter : TopicFilter.of(upToTheFirstStar(filter.pattern()) + "**"))),
                new Suspect(
                        "takes patterns though it says that it has none",
                        "BUS-03",
                        Twist.without(dev.keryx.bus.Capability.PATTERNS)),
                new Suspect(
                        "takes a question mark for any letter",
                        "BUS-04",
                        Twist.filters(filter -> TopicFilter.of(filter.pattern().replaceAll("[^.]*\\?[^.]*", "*")))),
                new Suspect(
                        "shows its handlers another topic",
                        "BUS-05",
                        Twist.handlers(next -> message -> next.handle(Message.to("some.pattern", message.payload())))),
                new Suspect(
                        "refuses long names",
                        "BUS-02",
                        Twist.publishes(
                                (right, message) -> message.topic().name().length() > 200
                                        ? failedFuture(new KeryxException(ErrorCode.REJECTED, "too long"))
                                        : right.publish(message))),
                new Suspect("fails where nobody listens", "BUS-20", Twist.bus(NeedsListeners::new)),
                new Suspect("replays the last message to newcomers", "BUS-21", Twist.bus(Replays::new)),
                new Suspect("ends every handle of a handler with the first", "BUS-23", Twist.bus(EndsSiblings::new)),
                new Suspect("never lets go of a topic", "BUS-24", Twist.bus(KeepsTopics::new)));
    }

    private static List<Suspect> howOften() {
        return List.of(
                new Suspect("delivers twice", "BUS-22", Twist.handlers(next -> message -> {
                    next.handle(message);
                    next.handle(message);
                })),
                new Suspect("forgets every hundredth message", "BUS-33", Twist.handlers(next -> {
                    AtomicInteger count = new AtomicInteger();
                    return message -> {
                        if (count.incrementAndGet() % 100 != 0) {
                            next.handle(message);
                        }
                    };
                })),
                new Suspect("swaps neighbours", "BUS-31", Twist.handlers(next -> {
                    AtomicReference<Message> held = new AtomicReference<>();
                    return message -> {
                        Message earlier = held.getAndSet(null);
                        if (earlier == null) {
                            held.set(message);
                        } else {
                            next.handle(message);
                            next.handle(earlier);
                        }
                    };
                })),
                new Suspect(
                        "runs a handler on several threads",
                        "BUS-32",
                        Twist.handlers(next -> message -> Daemon.run(() -> next.handle(message)))),
                new Suspect("forgets to unsubscribe now and then", "BUS-34", forgettingEveryHundredthClose()),
                new Suspect(
                        "leaves its filters at the broker",
                        "BUS-35",
                        Twist.transport(transport -> new ForwardingTransport(transport, KeepsFilters::new))));
    }

    private static Twist forgettingEveryHundredthClose() {
        AtomicInteger closes = new AtomicInteger();
        return Twist.subscriptions(right -> new ForwardingSubscription(right) {
            @Override
            public void close() {
                if (closes.incrementAndGet() % 100 != 0) {
                    super.close();
                }
            }
        });
    }

    private static String parent(String topic) {
        return topic.substring(0, topic.lastIndexOf('.'));
    }

    private static String upToTheFirstStar(String pattern) {
        return pattern.substring(0, (pattern + ".").replace(".**.", ".*.").indexOf(".*.") + 1);
    }

    private static final class NeedsListeners extends ForwardingBus {
        private final AtomicInteger subscriptions = new AtomicInteger();

        NeedsListeners(MessageBus right) {
            super(right);
        }

        @Override
        public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
            subscriptions.incrementAndGet();
            return super.subscribe(filter, options, handler);
        }

        @Override
        public java.util.concurrent.CompletableFuture<Void> publish(Message message) {
            return subscriptions.get() > 0 || state() != BusState.RUNNING
                    ? super.publish(message)
                    : failedFuture(new KeryxException(ErrorCode.REJECTED, "nobody listens"));
        }
    }

    private static final class Replays extends ForwardingBus {
        private final Map<Topic, Message> last = new ConcurrentHashMap<>();

        Replays(MessageBus right) {
            super(right);
        }

        @Override
        public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
            last.values().stream()
                    .filter(message -> filter.matches(message.topic()))
                    .forEach(message -> Daemon.run(() -> handler.handle(message)));
            return super.subscribe(filter, options, handler);
        }

        @Override
        public java.util.concurrent.CompletableFuture<Void> publish(Message message) {
            last.put(message.topic(), message);
            return super.publish(message);
        }
    }

    private static final class EndsSiblings extends ForwardingBus {
        private final Map<MessageHandler, List<Subscription>> handles = new ConcurrentHashMap<>();

        EndsSiblings(MessageBus right) {
            super(right);
        }

        @Override
        public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
            Subscription right = super.subscribe(filter, options, handler);
            List<Subscription> siblings = handles.computeIfAbsent(handler, key -> new ArrayList<>());
            siblings.add(right);
            return new ForwardingSubscription(right) {
                @Override
                public void close() {
                    siblings.forEach(Subscription::close);
                }
            };
        }
    }

    private static final class KeepsTopics extends ForwardingBus {
        KeepsTopics(MessageBus right) {
            super(right);
        }

        @Override
        public TopicSubscription subscribe(SubscribeOptions options, MessageHandler handler) {
            return new ForwardingTopicSubscription(super.subscribe(options, handler)) {
                @Override
                public void remove(Topic topic) {}
            };
        }
    }

    private static final class KeepsFilters extends ForwardingLink {
        KeepsFilters(dev.keryx.bus.transport.BusLink right) {
            super(right);
        }

        @Override
        public java.util.concurrent.CompletableFuture<Void> remove(java.util.Set<TopicFilter> filters) {
            return java.util.concurrent.CompletableFuture.completedFuture(null);
        }
    }
}
