package dev.keryx.adapter.redis;

import dev.keryx.Gap;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one subscription was told, in order: messages of numbers, and gaps. */
final class Story implements MessageHandler {
    private static final int GAP = -1;

    /** Numbers as they came, {@value #GAP} for a gap. Guarded by this. */
    private final List<Integer> entries = new ArrayList<>();
    /** Guarded by this. */
    private final List<Gap> gaps = new ArrayList<>();

    static Story of(MessageBus bus, String filter) {
        Story story = new Story();
        story.listen(bus, filter);
        return story;
    }

    Subscription listen(MessageBus bus, String filter) {
        SubscribeOptions options =
                SubscribeOptions.DEFAULT.bufferMessages(1_000_000).onGap(this::gap);
        return bus.subscribe(filter, options, this);
    }

    @Override
    public synchronized void handle(Message message) {
        entries.add(Integer.valueOf(message.payload().utf8()));
    }

    private synchronized void gap(Gap gap) {
        entries.add(GAP);
        gaps.add(gap);
    }

    synchronized List<Integer> numbers() {
        return entries.stream().filter(entry -> entry != GAP).toList();
    }

    /** The greatest number heard; {@value #GAP} before the first. */
    synchronized int greatest() {
        return entries.stream().mapToInt(Integer::intValue).max().orElse(GAP);
    }

    synchronized List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    void await(int number) {
        Eventually.that(number + " was heard", () -> numbers().contains(number), this::numbers);
    }

    /** Numbers that came twice, or after a greater one. */
    synchronized List<Integer> outOfOrder() {
        List<Integer> wrong = new ArrayList<>();
        int greatest = -1;
        for (int entry : entries) {
            if (entry != GAP && entry <= greatest) {
                wrong.add(entry);
            }
            greatest = Math.max(greatest, entry);
        }
        return wrong;
    }

    /**
     * Of the numbers that Redis took, those that neither came nor lie in a hole with a gap at it.
     *
     * @param taken accepted publishes
     */
    synchronized List<Integer> lostInSilence(Set<Integer> taken) {
        List<Integer> lost = new ArrayList<>();
        int from = 0;
        boolean told = false;
        for (int entry : entries) {
            if (entry == GAP) {
                told = true;
            } else {
                for (int missing = from; missing < entry && !told; missing++) {
                    if (taken.contains(missing)) {
                        lost.add(missing);
                    }
                }
                from = entry + 1;
                told = false;
            }
        }
        return lost;
    }

    @Override
    public synchronized String toString() {
        return Map.of("heard", numbers().size(), "gaps", gaps).toString();
    }
}
