package dev.keryx.testkit.bus;

import dev.keryx.Gap;
import dev.keryx.bus.GapHandler;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageHandler;
import dev.keryx.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;

/** Keeps what one subscription was given, messages and gaps in one order. */
final class Inbox implements MessageHandler {
    private static final int SHOWN = 20;

    /** Guarded by this. */
    private final List<Message> messages = new ArrayList<>();
    /** Texts of messages, and gaps as {@code [CAUSE known]}. Guarded by this. */
    private final List<String> story = new ArrayList<>();
    /** Guarded by this. */
    private final List<Gap> gaps = new ArrayList<>();

    @Override
    public synchronized void handle(Message message) {
        messages.add(message);
        story.add(message.payload().utf8());
    }

    /** What to give to {@code onGap}. */
    GapHandler gapHandler() {
        return this::gap;
    }

    private synchronized void gap(Gap gap) {
        gaps.add(gap);
        story.add(gap.causes() + " " + gap.known());
    }

    synchronized int count() {
        return messages.size();
    }

    synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    synchronized List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    synchronized List<String> story() {
        return List.copyOf(story);
    }

    List<String> texts() {
        return messages().stream().map(message -> message.payload().utf8()).toList();
    }

    synchronized String seen() {
        List<String> last = story.subList(Math.max(0, story.size() - SHOWN), story.size());
        return messages.size() + " messages and " + gaps.size() + " gaps, the last: "
                + last.stream()
                        .map(text -> text.length() > 40 ? text.substring(0, 40) + "…" : text)
                        .toList();
    }

    /** Waits for at least that many messages. */
    Inbox await(int count) {
        Eventually.that(count + " messages had come", () -> count() >= count, this::seen);
        return this;
    }

    /** Waits for the text, wherever it stands. */
    Inbox await(String text) {
        Eventually.that("'" + text + "' had come", () -> texts().contains(text), this::seen);
        return this;
    }

    Inbox awaitGap() {
        Eventually.that("a gap had come", () -> !gaps().isEmpty(), this::seen);
        return this;
    }

    /** Waits until as many have come, and asserts that they are these, in this order, and no other. */
    void expect(String... texts) {
        expect(List.of(texts));
    }

    void expect(List<String> texts) {
        await(texts.size());
        Assertions.assertThat(texts()).isEqualTo(texts);
    }

    /** As {@link #expect}, with gaps at their places. */
    void expectStory(String... entries) {
        Eventually.that(entries.length + " entries had come", () -> story().size() >= entries.length, this::seen);
        Assertions.assertThat(story()).containsExactly(entries);
    }
}
