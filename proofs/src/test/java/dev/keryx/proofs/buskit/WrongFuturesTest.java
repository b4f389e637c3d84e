package dev.keryx.proofs.buskit;

import static java.util.concurrent.CompletableFuture.failedFuture;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.proofs.kit.Daemon;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Buses whose futures cannot be trusted. */
class WrongFuturesTest implements WrongBuses {
    @Override
    public List<Suspect> suspects() {
        return List.of(
                new Suspect("reports wrong arguments through the future", "BUS-36", Twist.bus(Polite::new)),
                new Suspect("hands out one and the same future", "BUS-37", Twist.subscriptions(right -> {
                    CompletableFuture<Void> ready = right.ready();
                    return new ForwardingSubscription(right) {
                        @Override
                        public CompletableFuture<Void> ready() {
                            return ready;
                        }
                    };
                })),
                new Suspect(
                        "runs handlers on threads of its own",
                        "BUS-37",
                        Twist.busOptions(options -> options.executor(task -> Daemon.run(task::run)))),
                new Suspect("forgets to answer every hundredth publish", "BUS-38", forgettingToAnswer()),
                new Suspect("shows the payload in its errors", "BUS-69", Twist.publishes(WrongFuturesTest::talkative)),
                new Suspect(
                        "needs a calm caller",
                        "BUS-50",
                        Twist.publishes(
                                (right, message) -> Thread.currentThread().isInterrupted()
                                        ? failedFuture(new KeryxException(ErrorCode.CANCELLED, "interrupted"))
                                        : right.publish(message))));
    }

    private static CompletableFuture<Void> talkative(MessageBus right, Message message) {
        return right.publish(message)
                .exceptionallyCompose(failure -> failedFuture(new KeryxException(
                        ((KeryxException) failure).code(),
                        message + ": " + message.payload().utf8())));
    }

    private static Twist forgettingToAnswer() {
        AtomicInteger count = new AtomicInteger();
        return Twist.publishes((right, message) -> {
            CompletableFuture<Void> answer = right.publish(message);
            return count.incrementAndGet() % 100 == 0 ? new CompletableFuture<>() : answer;
        });
    }

    private static final class Polite extends ForwardingBus {
        Polite(MessageBus right) {
            super(right);
        }

        @Override
        public CompletableFuture<Void> publish(Message message) {
            try {
                return super.publish(message);
            } catch (RuntimeException e) {
                return failedFuture(e);
            }
        }
    }
}
