package dev.keryx.proofs.buskit;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusState;
import dev.keryx.bus.CloseCause;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionStats;
import dev.keryx.bus.TopicFilter;
import dev.keryx.proofs.kit.Daemon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;

/** Buses and subscriptions that do not end well, or leave something behind. */
class WrongEndsTest implements WrongBuses {
    // What a wrong bus never closes must not be closed by the collector either.
    private static final List<Object> LEFT_BEHIND = Collections.synchronizedList(new ArrayList<>());

    @Override
    public List<Suspect> suspects() {
        List<Suspect> all = new ArrayList<>();
        all.addAll(subscriptions());
        all.addAll(buses());
        all.addAll(leftovers());
        return all;
    }

    private static List<Suspect> subscriptions() {
        return List.of(
                new Suspect(
                        "is deaf to close", "BUS-53", Twist.subscriptions(right -> new ForwardingSubscription(right) {
                            @Override
                            public void close() {}
                        })),
                new Suspect(
                        "gives always the same reason",
                        "BUS-54",
                        Twist.subscriptions(right -> new ForwardingSubscription(right) {
                            @Override
                            public CompletableFuture<CloseCause> closed() {
                                return super.closed().thenApply(cause -> CloseCause.BUS_CLOSED);
                            }
                        })),
                new Suspect("is deaf to a topic that it has left", "BUS-55", Twist.bus(NeverComesBack::new)),
                new Suspect(
                        "throws a draining buffer away",
                        "BUS-56",
                        Twist.subscriptions(right -> new ForwardingSubscription(right) {
                            @Override
                            public CompletableFuture<DrainReport> drain(Duration within) {
                                close();
                                return completedFuture(DrainReport.NOTHING);
                            }
                        })));
    }

    private static List<Suspect> buses() {
        return List.of(
                new Suspect(
                        "does not wait when it drains",
                        "BUS-57",
                        draining((right, within) -> right.drain(Duration.ofMillis(1)))),
                new Suspect(
                        "takes no publish while it drains",
                        "BUS-57",
                        Twist.publishes((right, message) ->
                                right.state() == BusState.DRAINING ? failedFuture(closed()) : right.publish(message))),
                new Suspect(
                        "knows no deadline", "BUS-58", draining((right, within) -> right.drain(Duration.ofHours(1)))),
                new Suspect(
                        "counts nothing when it drains",
                        "BUS-58",
                        draining((right, within) -> right.drain(within).thenApply(report -> DrainReport.NOTHING))),
                new Suspect(
                        "waits for a broker that is down",
                        "BUS-59",
                        draining((right, within) -> right.state() == BusState.RECONNECTING
                                ? new CompletableFuture<>()
                                : right.drain(within))),
                new Suspect(
                        "closes what was lent to it",
                        "BUS-60",
                        (transport, options) -> Suspect.INNOCENT.bus(((LoopTransport) transport).ofItsOwn(), options)),
                new Suspect("comes back with half of its filters", "BUS-61", Twist.transport(Forgetful::new)),
                new Suspect(
                        "keeps for later what cannot be sent",
                        "BUS-62",
                        Twist.publishes((right, message) -> right.state() == BusState.RECONNECTING
                                ? new CompletableFuture<>()
                                : right.publish(message))));
    }

    private static List<Suspect> leftovers() {
        return List.of(
                new Suspect(
                        "leaves a thread behind",
                        "BUS-63",
                        starting(() -> Daemon.run(() -> new CountDownLatch(1).await()))),
                new Suspect("leaves a socket behind", "BUS-63", starting(WrongEndsTest::leaveASocket)),
                new Suspect("remembers every topic", "BUS-64", Twist.bus(right -> new Remembers(right) {
                    @Override
                    Object memory(MessageHandler handler) {
                        return new Object();
                    }
                })),
                new Suspect("holds on to handlers", "BUS-65", Twist.bus(right -> new Remembers(right) {
                    @Override
                    Object memory(MessageHandler handler) {
                        return handler;
                    }
                })),
                new Suspect(
                        "counts one too many",
                        "BUS-66",
                        Twist.subscriptions(right -> new ForwardingSubscription(right) {
                            @Override
                            public SubscriptionStats stats() {
                                SubscriptionStats stats = super.stats();
                                return new SubscriptionStats(
                                        stats.received() + 1,
                                        stats.delivered(),
                                        stats.dropped(),
                                        stats.discarded(),
                                        stats.failed(),
                                        stats.buffered());
                            }
                        })));
    }

    private static KeryxException closed() {
        return new KeryxException(ErrorCode.CLOSED, "draining");
    }

    private static void leaveASocket() {
        try {
            LEFT_BEHIND.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Twist draining(BiFunction<MessageBus, Duration, CompletableFuture<DrainReport>> drain) {
        return Twist.bus(right -> new ForwardingBus(right) {
            @Override
            public CompletableFuture<DrainReport> drain(Duration within) {
                return drain.apply(right, within);
            }
        });
    }

    private static Twist starting(Runnable deed) {
        return Twist.bus(right -> new ForwardingBus(right) {
            @Override
            public CompletableFuture<Void> startAsync() {
                deed.run();
                return super.startAsync();
            }
        });
    }

    private static final class NeverComesBack extends ForwardingBus {
        private final Set<TopicFilter> left = ConcurrentHashMap.newKeySet();

        NeverComesBack(MessageBus right) {
            super(right);
        }

        @Override
        public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
            MessageHandler heard = left.contains(filter) ? message -> {} : handler;
            return new ForwardingSubscription(super.subscribe(filter, options, heard)) {
                @Override
                public void close() {
                    left.add(filter);
                    super.close();
                }
            };
        }
    }

    private abstract static class Remembers extends ForwardingBus {
        private final List<Object> memories = Collections.synchronizedList(new ArrayList<>());

        Remembers(MessageBus right) {
            super(right);
        }

        abstract Object memory(MessageHandler handler);

        @Override
        public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
            memories.add(memory(handler));
            return super.subscribe(filter, options, handler);
        }
    }
}
