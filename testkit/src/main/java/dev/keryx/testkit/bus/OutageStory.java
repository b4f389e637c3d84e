package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.MessageBus;
import dev.keryx.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What one publisher did, and what came of it. */
final class OutageStory {
    private static final int MOST = 20_000;

    private final MessageBus bus;
    final String topic;
    final Inbox inbox = new Inbox();
    private final List<CompletableFuture<Void>> outcomes = new ArrayList<>();

    OutageStory(MessageBus bus, String topic) {
        this.bus = bus;
        this.topic = topic;
    }

    /** Waits for every fiftieth, so as not to run far ahead of a broker that is gone. */
    void publishUntil(AtomicBoolean over) {
        while (!over.get() && outcomes.size() < MOST) {
            outcomes.add(bus.publish(topic, Integer.toString(outcomes.size())));
            if (outcomes.size() % 50 == 0) {
                Eventually.settled("publish", outcomes.get(outcomes.size() - 1));
            }
        }
    }

    void check() {
        outcomes.forEach(publish -> Eventually.settled("publish", publish));
        hearAgain();
        List<Integer> heard = inbox.texts().stream().map(Integer::parseInt).toList();
        assertThat(heard).isSorted().doesNotHaveDuplicates();
        assertThat(heard).noneMatch(number -> number < outcomes.size() && wasNotSent(outcomes.get(number)));
    }

    /** Publishes on until one of these comes: the subscription is back, and whatever was to come before it has come. */
    private void hearAgain() {
        AtomicInteger next = new AtomicInteger(outcomes.size());
        Eventually.that(
                "the subscription heard again",
                () -> {
                    var unused = bus.publish(topic, Integer.toString(next.getAndIncrement()));
                    return last() >= outcomes.size();
                },
                inbox::seen);
    }

    private int last() {
        List<String> texts = inbox.texts();
        return texts.isEmpty() ? -1 : Integer.parseInt(texts.get(texts.size() - 1));
    }

    private static boolean wasNotSent(CompletableFuture<Void> publish) {
        try {
            publish.join();
            return false;
        } catch (CompletionException failure) {
            return !(failure.getCause() instanceof KeryxException known && known.code() == ErrorCode.OUTCOME_UNKNOWN);
        }
    }
}
