package dev.keryx.bus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Gap;
import dev.keryx.Payload;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.Message;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.TopicFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SeatTest {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<String> story = new ArrayList<>();
    private final Seat seat;

    @SuppressWarnings("NullAway") // no registry: nobody sits down or stands up here
    SeatTest() {
        SubscribeOptions options =
                SubscribeOptions.DEFAULT.onGap(gap -> story.add(gap.causes().toString()));
        seat = new FilterSubscription(
                        BusContext.of(BusOptions.DEFAULT.executor(tasks::add)),
                        null,
                        TopicFilter.of("a"),
                        options,
                        message -> story.add(message.payload().utf8()))
                .seat();
        seat.asked(1);
        seat.confirmed();
    }

    private void brings(long link, String text) {
        seat.offer(Message.to("a", Payload.utf8(text)), false, link, true);
    }

    private List<String> story() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        return story;
    }

    /** The reader of the old link has looked at its number already when the new one is asked. */
    @Test
    @Timeout(60)
    void aMessageOfTheOldLinkEndsNoHoleWhileTheFilterIsAskedForOverTheNext() throws InterruptedException {
        seat.suspended(Gap.Cause.RECONNECT);
        Thread reader = new Thread(() -> brings(1, "old"));
        synchronized (seat) {
            reader.start();
            while (reader.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            seat.asked(2);
        }
        reader.join();
        assertThat(story()).isEmpty();
        brings(2, "new");
        assertThat(story()).containsExactly("[RECONNECT]", "new");
    }

    @Test
    void aMessageBeforeTheEndOfALossStandsBeforeItsGap() {
        seat.suspended(Gap.Cause.RECONNECT);
        brings(1, "old");
        seat.asked(2);
        brings(1, "older");
        brings(2, "new");
        assertThat(story()).containsExactly("old", "[RECONNECT]", "new");
    }
}
