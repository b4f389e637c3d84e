package dev.keryx.proofs.buskit;

import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.WhileDisconnected;
import dev.keryx.proofs.kit.Daemon;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Buses that cannot wait for a link as they should. */
class WrongBuffersTest implements WrongBuses {
    @Override
    public List<Suspect> suspects() {
        return List.of(
                new Suspect("buffers nothing", "BUS-70", policy(right -> WhileDisconnected.FAIL_FAST)),
                new Suspect("sends the youngest first", "BUS-70", Twist.bus(Backwards::new)),
                new Suspect(
                        "buffers without bound",
                        "BUS-71",
                        policy(right -> WhileDisconnected.buffer(
                                BusOptions.DEFAULT_IN_FLIGHT_MESSAGES,
                                BusOptions.DEFAULT_IN_FLIGHT_BYTES,
                                right.bufferAge()))),
                new Suspect(
                        "lets everything wait as long as it likes",
                        "BUS-72",
                        Twist.busOptions(WrongBuffersTest::patient)),
                new Suspect("gives up what is refused for now", "BUS-87", policy(right -> WhileDisconnected.FAIL_FAST)),
                new Suspect(
                        "tries the youngest first",
                        "BUS-87",
                        (transport, options) -> new YoungestFirst(
                                policy(right -> WhileDisconnected.FAIL_FAST).on(transport, options))),
                new Suspect("sends everything twice", "BUS-73", Twist.publishes((right, message) -> {
                    right.publish(message);
                    return right.publish(message);
                })));
    }

    private static BusOptions patient(BusOptions options) {
        WhileDisconnected right = options.whileDisconnected();
        Duration ages = Duration.ofHours(1);
        return right.buffers()
                ? options.publishTimeout(ages)
                        .whileDisconnected(WhileDisconnected.buffer(right.bufferMessages(), right.bufferBytes(), ages))
                : options;
    }

    private static Twist policy(UnaryOperator<WhileDisconnected> twist) {
        return Twist.busOptions(options -> options.whileDisconnected().buffers()
                ? options.whileDisconnected(twist.apply(options.whileDisconnected()))
                : options);
    }

    /** Keeps publishes itself while there is no link, on a stack. */
    private static final class Backwards extends ForwardingBus {
        private final Deque<Runnable> stack = new ArrayDeque<>();

        Backwards(MessageBus right) {
            super(right);
            right.onState(state -> empty());
        }

        @Override
        public synchronized CompletableFuture<Void> publish(Message message) {
            if (state() != BusState.RECONNECTING) {
                return super.publish(message);
            }
            CompletableFuture<Void> outcome = new CompletableFuture<>();
            stack.push(() -> super.publish(message).whenComplete((unused, failure) -> settle(outcome, failure)));
            return outcome;
        }

        private static void settle(CompletableFuture<Void> outcome, Throwable failure) {
            if (failure == null) {
                outcome.complete(null);
            } else {
                outcome.completeExceptionally(failure);
            }
        }

        private synchronized void empty() {
            while (state() == BusState.RUNNING && !stack.isEmpty()) {
                stack.pop().run();
            }
        }
    }

    /** Keeps what was refused on a stack, and tries again until it is taken. */
    private static final class YoungestFirst extends ForwardingBus {
        private record Refused(Message message, CompletableFuture<Void> outcome) {}

        private final Deque<Refused> stack = new ArrayDeque<>();

        YoungestFirst(MessageBus right) {
            super(right);
        }

        @Override
        public CompletableFuture<Void> publish(Message message) {
            if (message.topic().isReserved()) {
                return super.publish(message);
            }
            CompletableFuture<Void> outcome = new CompletableFuture<>();
            super.publish(message).whenComplete((unused, failure) -> {
                if (failure == null) {
                    outcome.complete(null);
                } else {
                    keep(new Refused(message, outcome));
                }
            });
            return outcome;
        }

        private synchronized void keep(Refused refused) {
            stack.push(refused);
            if (stack.size() == 1) {
                Daemon.run(this::tryAgain);
            }
        }

        private void tryAgain() {
            for (Refused youngest = next(null); youngest != null; ) {
                try {
                    super.publish(youngest.message()).join();
                    youngest.outcome().complete(null);
                    youngest = next(youngest);
                } catch (CompletionException refusedAgain) {
                    Thread.yield();
                    youngest = next(null);
                }
            }
        }

        private synchronized @Nullable Refused next(@Nullable Refused done) {
            if (done != null) {
                stack.remove(done);
            }
            return stack.peek();
        }
    }
}
