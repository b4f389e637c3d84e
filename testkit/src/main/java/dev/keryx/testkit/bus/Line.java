package dev.keryx.testkit.bus;

import dev.keryx.Gap;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one subscription was given, numbers and gaps in one order, and when. */
final class Line implements MessageHandler {
    /** A number from a topic, or a gap. */
    record Entry(
            @Nullable Topic topic, int number, @Nullable Gap gap, long at) {
        boolean isGap() {
            return gap != null;
        }

        boolean isFrom(Feed feed) {
            return topic != null && topic.equals(feed.topic());
        }
    }

    /** More than any audit publishes: what a full buffer drops is another matter. */
    private static final int BUFFER_MESSAGES = 1_000_000;

    private final MessageBus bus;
    private final TopicFilter filter;
    private final Subscription subscription;
    // Guarded by this.
    private final List<Entry> entries = new ArrayList<>();
    private final List<Long> suspended = new ArrayList<>();
    private final Map<Topic, Integer> latest = new HashMap<>();
    private volatile long readyAt = Long.MAX_VALUE;

    Line(MessageBus bus, String filter) {
        this.bus = bus;
        this.filter = TopicFilter.of(filter);
        SubscribeOptions options =
                SubscribeOptions.DEFAULT.bufferMessages(BUFFER_MESSAGES).onGap(this::gap);
        this.subscription = bus.subscribe(this.filter, options, this);
        var unused = subscription.ready().thenRun(() -> readyAt = Feed.CLOCK.nanos());
    }

    MessageBus bus() {
        return bus;
    }

    Subscription subscription() {
        return subscription;
    }

    boolean follows(Feed feed) {
        return filter.matches(feed.topic());
    }

    /** One that has ended owes nothing more. */
    boolean hasEnded() {
        return subscription.state() == SubscriptionState.CLOSED;
    }

    /** Whether it was there when this was published. */
    boolean owes(Feed.Sent sent) {
        return readyAt != Long.MAX_VALUE && sent.at - readyAt >= 0;
    }

    @Override
    public synchronized void handle(Message message) {
        int number = Integer.parseInt(message.payload().utf8());
        entries.add(new Entry(message.topic(), number, null, Feed.CLOCK.nanos()));
        latest.put(message.topic(), number);
    }

    private synchronized void gap(Gap gap) {
        entries.add(new Entry(null, -1, gap, Feed.CLOCK.nanos()));
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The number that came last from this feed, -1 while none has. */
    synchronized int latest(Feed feed) {
        return latest.getOrDefault(feed.topic(), -1);
    }

    /** When the first number of this feed came that is at least this one. */
    synchronized long firstFrom(Feed feed, int number) {
        return entries.stream()
                .filter(entry -> entry.isFrom(feed) && entry.number >= number)
                .mapToLong(Entry::at)
                .findFirst()
                .orElseThrow();
    }

    /** The gaps that it heard from this time on, in order. */
    synchronized List<Gap> gapsSince(long since) {
        return entries.stream()
                .filter(entry -> entry.at - since >= 0)
                .flatMap(entry -> Stream.ofNullable(entry.gap))
                .toList();
    }

    /** Notes when it is seen suspended. */
    synchronized void look() {
        if (subscription.state() == SubscriptionState.SUSPENDED) {
            suspended.add(Feed.CLOCK.nanos());
        }
    }

    /** When it knew that something may be missing. */
    synchronized OptionalLong noticedSince(long since) {
        LongStream gaps = entries.stream().filter(Entry::isGap).mapToLong(Entry::at);
        return LongStream.concat(gaps, suspended.stream().mapToLong(at -> at))
                .filter(at -> at - since >= 0)
                .min();
    }

    @Override
    public synchronized String toString() {
        long gaps = entries.stream().filter(Entry::isGap).count();
        return filter + ": " + (entries.size() - gaps) + " messages, " + gaps + " gaps, " + subscription.state();
    }
}
