package dev.keryx.proofs.bus;

import dev.keryx.Gap;
import dev.keryx.bus.GapHandler;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What one subscription heard, messages and gaps in one order. */
final class Diary implements MessageHandler, GapHandler {
    private final List<String> story = new ArrayList<>();

    SubscribeOptions options() {
        return SubscribeOptions.DEFAULT.onGap(this);
    }

    @Override
    public synchronized void handle(Message message) {
        story.add(message.payload().utf8());
    }

    @Override
    public synchronized void handle(Gap gap) {
        String topics = gap.topics().isEmpty() ? "" : " " + new TreeSet<>(gap.topics());
        story.add(new TreeSet<>(gap.causes()) + topics);
    }

    /** Since the last time. */
    synchronized List<String> read() {
        List<String> pages = List.copyOf(story);
        story.clear();
        return pages;
    }
}
