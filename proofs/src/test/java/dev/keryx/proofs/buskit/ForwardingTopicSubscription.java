package dev.keryx.proofs.buskit;

import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicSubscription;
import java.util.concurrent.CompletableFuture;

/** A topic subscription that leaves everything to another. */
class ForwardingTopicSubscription extends ForwardingSubscription implements TopicSubscription {
    private final TopicSubscription right;

    ForwardingTopicSubscription(TopicSubscription right) {
        super(right);
        this.right = right;
    }

    @Override
    public CompletableFuture<Void> add(Topic topic) {
        return right.add(topic);
    }

    @Override
    public void remove(Topic topic) {
        right.remove(topic);
    }
}
