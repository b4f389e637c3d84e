package dev.keryx.adapter.inmemory;

import dev.keryx.Payload;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.FilterMap;
import dev.keryx.bus.transport.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where frames change hands: who follows what, over which link. Publishing takes no lock; changes hold the monitor. */
final class Exchange {
    /** The links that follow one filter; replaced as a whole. */
    private record Followers(TopicFilter filter, List<InMemoryLink> links) {}

    private final FilterMap<Followers> followers = new FilterMap<>();
    private final Set<InMemoryLink> links = new CopyOnWriteArraySet<>();
    private final int maxFrameBytes;
    private final InMemoryFaults faults = new InMemoryFaults(this);

    Exchange(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    int maxFrameBytes() {
        return maxFrameBytes;
    }

    InMemoryFaults faults() {
        return faults;
    }

    Set<InMemoryLink> links() {
        return links;
    }

    int followers(TopicFilter filter) {
        return linksAt(filter).size();
    }

    void join(InMemoryLink link) {
        links.add(link);
    }

    synchronized void follow(InMemoryLink link, TopicFilter filter) {
        List<InMemoryLink> all = new ArrayList<>(linksAt(filter));
        if (!all.contains(link)) {
            all.add(link);
            followers.put(filter, new Followers(filter, List.copyOf(all)));
        }
    }

    synchronized void unfollow(InMemoryLink link, TopicFilter filter) {
        List<InMemoryLink> rest = new ArrayList<>(linksAt(filter));
        rest.remove(link);
        if (rest.isEmpty()) {
            followers.remove(filter);
        } else {
            followers.put(filter, new Followers(filter, List.copyOf(rest)));
        }
    }

    private List<InMemoryLink> linksAt(TopicFilter filter) {
        Followers present = followers.get(filter);
        return present == null ? List.of() : present.links();
    }

    void leave(InMemoryLink link, Set<TopicFilter> filters) {
        links.remove(link);
        filters.forEach(filter -> unfollow(link, filter));
    }

    void publish(InMemoryLink from, Topic topic, Frame frame) {
        followers.forEachMatch(topic, new Fanout(from, topic, frame));
    }

    /** One publish: its bytes are written once, when the first follower is found, and shared by all. */
    private static final class Fanout implements Consumer<Followers> {
        private final InMemoryLink from;
        private final Topic topic;
        private final Frame frame;
        private @Nullable Payload bytes;

        Fanout(InMemoryLink from, Topic topic, Frame frame) {
            this.from = from;
            this.topic = topic;
            this.frame = frame;
        }

        @Override
        public void accept(Followers followers) {
            Payload written = bytes == null ? write() : bytes;
            for (InMemoryLink link : followers.links()) {
                link.deliver(from, followers.filter(), topic, written);
            }
        }

        private Payload write() {
            byte[] target = new byte[frame.size()];
            frame.writeTo(ByteBuffer.wrap(target));
            bytes = Payload.giving(target);
            return bytes;
        }
    }
}
