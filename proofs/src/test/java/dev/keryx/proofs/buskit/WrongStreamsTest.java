package dev.keryx.proofs.buskit;

import dev.keryx.bus.Message;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.TopicFilter;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;

/** Buses whose reactive view is none. */
class WrongStreamsTest implements WrongBuses {
    @Override
    public List<Suspect> suspects() {
        return List.of(
                new Suspect("sends what nobody asked for", "BUS-78", streams(Pushing::new)),
                new Suspect(
                        "lets what is not asked for wait without bound",
                        "BUS-78",
                        Twist.bus(right -> new ForwardingBus(right) {
                            @Override
                            public Flow.Publisher<Message> flow(TopicFilter filter, SubscribeOptions options) {
                                return super.flow(filter, options.bufferMessages(Integer.MAX_VALUE));
                            }
                        })),
                new Suspect("never tells the end", "BUS-79", streams(Endless::new)));
    }

    private static Twist streams(UnaryOperator<Flow.Subscriber<? super Message>> twist) {
        return Twist.bus(right -> new ForwardingBus(right) {
            @Override
            public Flow.Publisher<Message> flow(TopicFilter filter, SubscribeOptions options) {
                Flow.Publisher<Message> view = super.flow(filter, options);
                return subscriber -> view.subscribe(twist.apply(subscriber));
            }
        });
    }

    private static class Endless implements Flow.Subscriber<Message> {
        final Flow.Subscriber<? super Message> right;

        Endless(Flow.Subscriber<? super Message> right) {
            this.right = right;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            right.onSubscribe(subscription);
        }

        @Override
        public void onNext(Message message) {
            right.onNext(message);
        }

        @Override
        public void onError(Throwable failure) {
            // nobody hears of it
        }

        @Override
        public void onComplete() {
            // nobody hears of it
        }
    }

    private static final class Pushing extends Endless {
        Pushing(Flow.Subscriber<? super Message> right) {
            super(right);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            super.onSubscribe(subscription);
            subscription.request(Long.MAX_VALUE);
        }
    }
}
