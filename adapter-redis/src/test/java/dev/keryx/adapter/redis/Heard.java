package dev.keryx.adapter.redis;

import dev.keryx.Payload;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.Sink;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A sink that keeps what it hears. */
class Heard implements Sink {
    record Item(@Nullable TopicFilter via, Topic topic, Payload bytes) {}

    final List<Item> items = new CopyOnWriteArrayList<>();
    final List<Throwable> losses = new CopyOnWriteArrayList<>();
    final List<Object> unexpected = new CopyOnWriteArrayList<>();

    @Override
    public void frame(@Nullable TopicFilter via, Topic topic, Payload bytes) {
        if (!losses.isEmpty()) {
            unexpected.add("a frame after the loss");
        }
        items.add(new Item(via, topic, bytes));
    }

    @Override
    public void missed(Set<TopicFilter> filters, Throwable cause) {
        unexpected.add(cause);
    }

    @Override
    public void revoked(Set<TopicFilter> filters, Throwable cause) {
        unexpected.add(cause);
    }

    @Override
    public void lost(Throwable cause) {
        losses.add(cause);
    }

    List<String> texts() {
        return items.stream().map(item -> item.bytes().utf8()).toList();
    }

    List<String> topics() {
        return items.stream().map(item -> item.topic().name()).toList();
    }
}
