package dev.keryx.proofs.buskit;

import dev.keryx.bus.BusOptions;
import dev.keryx.bus.Capability;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.TopicSubscription;
import dev.keryx.bus.transport.BusTransport;
import dev.keryx.bus.transport.TransportBus;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Makes a bus that is right but for one thing, by standing between the right bus and whoever talks to it. */
@FunctionalInterface
interface Twist {
    Twist NONE = TransportBus::over;

    MessageBus on(BusTransport transport, BusOptions options);

    /** Stands before the whole bus. */
    static Twist bus(UnaryOperator<MessageBus> twist) {
        return (transport, options) -> twist.apply(NONE.on(transport, options));
    }

    /** Changes what the bus is told about itself. */
    static Twist busOptions(UnaryOperator<BusOptions> twist) {
        return (transport, options) -> NONE.on(transport, twist.apply(options));
    }

    /** Stands between the engine and its driver. */
    static Twist transport(UnaryOperator<BusTransport> twist) {
        return (transport, options) -> TransportBus.over(twist.apply(transport), options);
    }

    /** Stands before every handler; the twist is applied once for each subscription. */
    static Twist handlers(UnaryOperator<MessageHandler> twist) {
        return bus(right -> new ForwardingBus(right) {
            @Override
            public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
                return right.subscribe(filter, options, twist.apply(handler));
            }

            @Override
            public TopicSubscription subscribe(SubscribeOptions options, MessageHandler handler) {
                return right.subscribe(options, twist.apply(handler));
            }
        });
    }

    /** Changes how subscriptions are to behave. */
    static Twist subscribeOptions(UnaryOperator<SubscribeOptions> twist) {
        return bus(right -> new ForwardingBus(right) {
            @Override
            public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
                return right.subscribe(filter, twist.apply(options), handler);
            }

            @Override
            public TopicSubscription subscribe(SubscribeOptions options, MessageHandler handler) {
                return right.subscribe(twist.apply(options), handler);
            }
        });
    }

    /** Changes what is subscribed to. */
    static Twist filters(UnaryOperator<TopicFilter> twist) {
        return bus(right -> new ForwardingBus(right) {
            @Override
            public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
                return right.subscribe(twist.apply(filter), options, handler);
            }
        });
    }

    /** Stands before the handle that a subscription gives. */
    static Twist subscriptions(UnaryOperator<Subscription> twist) {
        return bus(right -> new ForwardingBus(right) {
            @Override
            public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
                return twist.apply(right.subscribe(filter, options, handler));
            }
        });
    }

    /** Stands before every publish. */
    static Twist publishes(Publishing twist) {
        return bus(right -> new ForwardingBus(right) {
            @Override
            public CompletableFuture<Void> publish(Message message) {
                return twist.publish(right, message);
            }
        });
    }

    /** Says that it lacks something, and does it all the same. */
    static Twist without(Capability missing) {
        return bus(right -> new ForwardingBus(right) {
            @Override
            public Set<Capability> capabilities() {
                Set<Capability> rest = EnumSet.copyOf(super.capabilities());
                rest.remove(missing);
                return rest;
            }
        });
    }

    /** What becomes of a publish. */
    @FunctionalInterface
    interface Publishing {
        CompletableFuture<Void> publish(MessageBus right, Message message);
    }
}
