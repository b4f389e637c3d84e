package dev.keryx.proofs.buskit;

import dev.keryx.Gap;
import dev.keryx.bus.BusObserver;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.Overflow;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.TopicFilter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Buses that lose their heads when a handler is slow, stuck or broken. */
class WrongFlowTest implements WrongBuses {
    @Override
    public List<Suspect> suspects() {
        return List.of(
                new Suspect("lets publishers wait for handlers", "BUS-39", Twist.bus(WaitsForHandlers::new)),
                new Suspect(
                        "drops the newest instead of the oldest",
                        "BUS-40",
                        swapping(Overflow.DROP_OLDEST, Overflow.DROP_NEWEST)),
                new Suspect(
                        "drops the oldest instead of the newest",
                        "BUS-41",
                        swapping(Overflow.DROP_NEWEST, Overflow.DROP_OLDEST)),
                new Suspect("drops instead of ending", "BUS-42", swapping(Overflow.CANCEL, Overflow.DROP_OLDEST)),
                new Suspect(
                        "counts no bytes",
                        "BUS-43",
                        Twist.subscribeOptions(options -> options.bufferBytes(Long.MAX_VALUE))),
                new Suspect("reports every drop", "BUS-44", Twist.busOptions(WrongFlowTest::reportingEveryDrop)),
                new Suspect("loses silently", "BUS-45", gapsDeafTo(Gap.Cause.OVERFLOW)),
                new Suspect(
                        "reports a gap only once",
                        "BUS-45",
                        Twist.subscribeOptions(options -> Options.gapHandlers(options, next -> gap -> {
                            try {
                                next.handle(gap);
                            } catch (Exception lost) {
                                // not asked again
                            }
                        }))),
                new Suspect(
                        "tells everybody of the beginning",
                        "BUS-46",
                        Twist.subscribeOptions(options ->
                                options.gapHandler().map(options::resync).orElse(options))),
                new Suspect("tells nobody of the beginning", "BUS-46", gapsDeafTo(Gap.Cause.SUBSCRIBED)),
                new Suspect("lets handlers wait that publish", "BUS-47", Twist.bus(WaitsForHandlers::new)),
                new Suspect(
                        "buffers without bound",
                        "BUS-48",
                        Twist.subscribeOptions(options -> options.bufferMessages(Integer.MAX_VALUE))),
                new Suspect("hears no more after a handler threw", "BUS-49", Twist.handlers(next -> {
                    AtomicBoolean dead = new AtomicBoolean();
                    return message -> {
                        if (!dead.get()) {
                            dead.set(true);
                            next.handle(message);
                            dead.set(false);
                        }
                    };
                })),
                new Suspect("hides what handlers throw", "BUS-49", Twist.handlers(next -> message -> {
                    try {
                        next.handle(message);
                    } catch (Throwable hidden) {
                        // counted by nobody
                    }
                })),
                new Suspect("leaves interrupts on its threads", "BUS-50", Twist.handlers(WrongFlowTest::interrupted)),
                new Suspect("loses a message with every observer that throws", "BUS-51", observed()),
                new Suspect(
                        "loses what its executor refuses",
                        "BUS-52",
                        Twist.busOptions(options -> options.executor()
                                .map(executor -> options.executor(task -> {
                                    try {
                                        executor.execute(task);
                                    } catch (RejectedExecutionException lost) {
                                        // and nobody tries again
                                    }
                                }))
                                .orElse(options))),
                new Suspect("keeps quiet about a refused filter", "BUS-68", gapsDeafTo(Gap.Cause.REJECTED)),
                new Suspect("keeps quiet about a lost link", "BUS-61", gapsDeafTo(Gap.Cause.RECONNECT)));
    }

    private static Twist swapping(Overflow from, Overflow to) {
        return Twist.subscribeOptions(options -> options.overflow() == from ? options.overflow(to) : options);
    }

    private static Twist gapsDeafTo(Gap.Cause cause) {
        return Twist.subscribeOptions(options -> Options.gapHandlers(options, Options.deafTo(cause)));
    }

    private static BusOptions reportingEveryDrop(BusOptions options) {
        BusObserver right = options.observer();
        return options.observer(new BusObserver() {
            @Override
            public void dropped(Subscription subscription, long messages) {
                right.dropped(subscription, messages);
                for (long i = 0; i < messages; i++) {
                    right.overflowed(subscription, Overflow.DROP_OLDEST);
                }
            }

            @Override
            public void gap(Subscription subscription, Gap gap) {
                right.gap(subscription, gap);
            }
        });
    }

    private static MessageHandler interrupted(MessageHandler next) {
        AtomicBoolean left = new AtomicBoolean();
        return message -> {
            if (left.get()) {
                Thread.currentThread().interrupt();
            }
            try {
                next.handle(message);
            } finally {
                left.set(Thread.currentThread().isInterrupted());
            }
        };
    }

    /** The observer stands in the way of the handler. */
    private static Twist observed() {
        return (transport, options) -> Twist.handlers(next -> message -> {
                    options.observer()
                            .publishFailed(
                                    message.topic(),
                                    new dev.keryx.KeryxException(dev.keryx.ErrorCode.INTERNAL, "never happened"));
                    next.handle(message);
                })
                .on(transport, options);
    }

    /** No publish has an outcome as long as any handler is at work. */
    private static final class WaitsForHandlers extends ForwardingBus {
        private final AtomicInteger inside = new AtomicInteger();

        WaitsForHandlers(MessageBus right) {
            super(right);
        }

        @Override
        public CompletableFuture<Void> publish(Message message) {
            CompletableFuture<Void> right = super.publish(message);
            return inside.get() == 0 ? right : new CompletableFuture<>();
        }

        @Override
        public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
            return super.subscribe(filter, options, message -> {
                inside.incrementAndGet();
                try {
                    handler.handle(message);
                } finally {
                    inside.decrementAndGet();
                }
            });
        }
    }
}
