package dev.keryx.testkit.bus;

import dev.keryx.bus.GapHandler;
import dev.keryx.bus.Message;
import dev.keryx.testkit.Eventually;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.assertj.core.api.Assertions;

/** A reactive subscriber that asks when it is told to, and keeps what it was given in one order. */
final class Reader implements Flow.Subscriber<Message> {
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    /** Texts of messages, gaps as {@code [CAUSE known]}, {@code complete}, or the error. */
    private final List<String> story = new CopyOnWriteArrayList<>();

    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** What to give to {@code onGap}. */
    GapHandler gapHandler() {
        return gap -> story.add(gap.causes() + " " + gap.known());
    }

    void request(long messages) {
        subscription.join().request(messages);
    }

    void cancel() {
        subscription.join().cancel();
    }

    List<String> story() {
        return List.copyOf(story);
    }

    /** Waits until as many entries have come, and asserts that they are these, in this order, and no other. */
    void expect(String... entries) {
        Eventually.that(entries.length + " entries had come", () -> story.size() >= entries.length, this::story);
        Assertions.assertThat(story).containsExactly(entries);
    }

    /** Completes, or fails, as the stream does. */
    CompletableFuture<Void> end() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription fresh) {
        if (!subscription.complete(fresh)) {
            story.add("subscribed twice");
        }
    }

    @Override
    public void onNext(Message message) {
        story.add(message.payload().utf8());
    }

    @Override
    public void onError(Throwable failure) {
        story.add("error");
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        story.add("complete");
        end.complete(null);
    }
}
