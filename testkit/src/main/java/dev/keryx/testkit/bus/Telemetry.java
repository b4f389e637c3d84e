package dev.keryx.testkit.bus;

import dev.keryx.Gap;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusObserver;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Overflow;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** An observer that counts. */
final class Telemetry implements BusObserver {
    final List<String> changes = new CopyOnWriteArrayList<>();
    final List<TopicFilter> rejected = new CopyOnWriteArrayList<>();
    final List<Topic> skippedFrames = new CopyOnWriteArrayList<>();
    final List<Gap> gaps = new CopyOnWriteArrayList<>();
    final List<Throwable> handlerFailures = new CopyOnWriteArrayList<>();
    final AtomicLong overflows = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();
    final AtomicLong discarded = new AtomicLong();
    final AtomicLong delivered = new AtomicLong();
    final AtomicLong publishFailures = new AtomicLong();

    @Override
    public void stateChanged(BusState from, BusState to) {
        changes.add(from + "→" + to);
    }

    @Override
    public void publishFailed(Topic topic, KeryxException failure) {
        publishFailures.incrementAndGet();
    }

    @Override
    public void overflowed(Subscription subscription, Overflow policy) {
        overflows.incrementAndGet();
    }

    @Override
    public void dropped(Subscription subscription, long messages) {
        dropped.addAndGet(messages);
    }

    @Override
    public void discarded(Subscription subscription, long messages) {
        discarded.addAndGet(messages);
    }

    @Override
    public void delivered(Subscription subscription) {
        delivered.incrementAndGet();
    }

    @Override
    public void handlerFailed(Subscription subscription, Throwable failure) {
        handlerFailures.add(failure);
    }

    @Override
    public void gap(Subscription subscription, Gap gap) {
        gaps.add(gap);
    }

    @Override
    public void filterRejected(TopicFilter filter, KeryxException why) {
        rejected.add(filter);
    }

    @Override
    public void frameSkipped(Topic topic, String why) {
        skippedFrames.add(topic);
    }
}
