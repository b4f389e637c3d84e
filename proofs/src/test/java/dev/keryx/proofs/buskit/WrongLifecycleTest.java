package dev.keryx.proofs.buskit;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.StartPolicy;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.proofs.kit.Daemon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Buses that start and end in the wrong way. */
class WrongLifecycleTest implements WrongBuses {
    @Override
    public List<Suspect> suspects() {
        return List.of(
                new Suspect("starts a thread when it is made", "BUS-06", Twist.bus(EagerThread::new)),
                new Suspect("opens a socket when it is made", "BUS-06", Twist.bus(EagerSocket::new)),
                new Suspect("queues what is published before the start", "BUS-07", Twist.bus(QueuesEarly::new)),
                new Suspect(
                        "takes filters for confirmed that are not",
                        "BUS-08",
                        Twist.transport(transport -> new ForwardingTransport(transport, Unconfirmed::new))),
                new Suspect("starts for the first caller only", "BUS-09", Twist.bus(StartsOnce::new)),
                new Suspect(
                        "does not say whom it cannot reach",
                        "BUS-10",
                        starting(failure -> new KeryxException(failure.code(), "the start failed"))),
                new Suspect("is of no use after a failed start", "BUS-10", Twist.bus(RemembersItsStart::new)),
                new Suspect(
                        "waits for nobody in the background",
                        "BUS-11",
                        Twist.busOptions(options -> options.startPolicy(StartPolicy.FAIL_FAST))),
                new Suspect(
                        "does not say which filter was refused",
                        "BUS-12",
                        starting(failure -> new KeryxException(failure.code(), "some filter was refused"))),
                new Suspect("ends when one filter is refused", "BUS-13", Twist.bus(EndsOnRejection::new)),
                new Suspect("starts after its end", "BUS-14", Twist.bus(StartsAnyTime::new)),
                new Suspect("tells every state twice", "BUS-15", Twist.bus(Stutters::new)),
                new Suspect("cannot be closed before it runs", "BUS-16", Twist.bus(NeedsAStartToEnd::new)));
    }

    private static Twist starting(java.util.function.UnaryOperator<KeryxException> change) {
        return Twist.bus(right -> new ForwardingBus(right) {
            @Override
            public CompletableFuture<Void> startAsync() {
                return super.startAsync()
                        .exceptionallyCompose(failure -> failedFuture(change.apply(
                                (KeryxException) (failure instanceof KeryxException ? failure : failure.getCause()))));
            }
        });
    }

    private static final class EagerThread extends ForwardingBus {
        private final CountDownLatch closed = new CountDownLatch(1);

        EagerThread(MessageBus right) {
            super(right);
            Daemon.run(closed::await);
        }

        @Override
        public void close() {
            super.close();
            closed.countDown();
        }
    }

    private static final class EagerSocket extends ForwardingBus {
        private final ServerSocket socket;

        EagerSocket(MessageBus right) {
            super(right);
            try {
                socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            super.close();
            try {
                socket.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static final class QueuesEarly extends ForwardingBus {
        private final ConcurrentLinkedQueue<Message> early = new ConcurrentLinkedQueue<>();

        QueuesEarly(MessageBus right) {
            super(right);
        }

        @Override
        public CompletableFuture<Void> publish(Message message) {
            if (state() == BusState.NEW) {
                early.add(message);
            }
            return super.publish(message);
        }

        @Override
        public CompletableFuture<Void> startAsync() {
            return super.startAsync().thenRun(() -> early.forEach(super::publish));
        }
    }

    private static final class Unconfirmed extends ForwardingLink {
        Unconfirmed(BusLink right) {
            super(right);
        }

        @Override
        public CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> filters) {
            return completedFuture(Map.of());
        }
    }

    private static final class StartsOnce extends ForwardingBus {
        StartsOnce(MessageBus right) {
            super(right);
        }

        @Override
        public CompletableFuture<Void> startAsync() {
            return state() == BusState.NEW
                    ? super.startAsync()
                    : failedFuture(new KeryxException(ErrorCode.INTERNAL, "started already"));
        }
    }

    private static final class RemembersItsStart extends ForwardingBus {
        private final AtomicReference<@Nullable CompletableFuture<Void>> first = new AtomicReference<>();

        RemembersItsStart(MessageBus right) {
            super(right);
        }

        @Override
        public CompletableFuture<Void> startAsync() {
            return first.updateAndGet(start -> start == null ? super.startAsync() : start);
        }
    }

    private static final class EndsOnRejection extends ForwardingBus {
        EndsOnRejection(MessageBus right) {
            super(right);
        }

        @Override
        public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
            return new ForwardingSubscription(super.subscribe(filter, options, handler)) {
                @Override
                public CompletableFuture<Void> ready() {
                    return super.ready().whenComplete((ready, failure) -> endIfRejected(failure));
                }
            };
        }

        /** Whoever hears of the refusal finds the bus ended. */
        private void endIfRejected(@Nullable Throwable failure) {
            if (failure instanceof KeryxException known && known.code() == ErrorCode.REJECTED) {
                super.drain(Duration.ofSeconds(1)).join();
            }
        }
    }

    private static final class StartsAnyTime extends ForwardingBus {
        StartsAnyTime(MessageBus right) {
            super(right);
        }

        @Override
        public CompletableFuture<Void> startAsync() {
            return state() == BusState.CLOSED ? completedFuture(null) : super.startAsync();
        }
    }

    private static final class Stutters extends ForwardingBus {
        Stutters(MessageBus right) {
            super(right);
        }

        @Override
        public Registration onState(Consumer<BusState> listener) {
            return super.onState(state -> {
                listener.accept(state);
                listener.accept(state);
            });
        }
    }

    private static final class NeedsAStartToEnd extends ForwardingBus {
        NeedsAStartToEnd(MessageBus right) {
            super(right);
        }

        @Override
        public CompletableFuture<DrainReport> drain(Duration within) {
            return state() == BusState.NEW
                    ? failedFuture(new KeryxException(ErrorCode.NOT_STARTED, "nothing to end"))
                    : super.drain(within);
        }
    }
}
