package dev.keryx.bus.transport;

import dev.keryx.bus.Message;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.TopicFilter;
import java.util.Objects;
import java.util.concurrent.Flow;

/** A filter of a bus as reactive streams see it: whoever subscribes gets a subscription of its own. */
record FlowView(BusContext bus, Lifecycle lifecycle, TopicFilter filter, SubscribeOptions options)
        implements Flow.Publisher<Message> {
    @Override
    public void subscribe(Flow.Subscriber<? super Message> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        new FlowLine(bus, lifecycle, filter, options, subscriber).begin();
    }
}
