package dev.keryx.adapter.websocket.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(ticker).build();
    private final Deadlines deadlines = new Deadlines(channel.eventLoop(), Duration.ofSeconds(10));
    private final List<String> expired = new ArrayList<>();

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    private Deadlines.Deadline set(String name) {
        return deadlines.set(() -> expired.add(name));
    }

    private void advance(long seconds) {
        ticker.advance(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void eachExpiresInItsTime() {
        set("a");
        advance(4);
        set("b");
        advance(5);
        assertThat(expired).isEmpty();
        advance(1);
        assertThat(expired).containsExactly("a");
        advance(4);
        assertThat(expired).containsExactly("a", "b");
    }

    @Test
    void aCancelledOneNever() {
        Deadlines.Deadline first = set("first");
        set("a");
        Deadlines.Deadline middle = set("middle");
        set("b");
        Deadlines.Deadline last = set("last");
        middle.cancel();
        first.cancel();
        last.cancel();
        last.cancel();
        advance(10);
        assertThat(expired).containsExactly("a", "b");
        first.cancel();
        set("c");
        advance(10);
        assertThat(expired).containsExactly("a", "b", "c");
    }

    @Test
    void whatIsSetByOneThatExpiresGetsItsFullTimeAndDelaysNoOther() {
        deadlines.set(() -> {
            expired.add("a");
            set("late");
        });
        advance(3);
        set("b");
        advance(7);
        assertThat(expired).containsExactly("a");
        advance(3);
        assertThat(expired).containsExactly("a", "b");
        advance(7);
        assertThat(expired).containsExactly("a", "b", "late");
    }

    @Test
    void oneMayCancelTheNext() {
        Deadlines.Deadline[] next = new Deadlines.Deadline[1];
        deadlines.set(() -> next[0].cancel());
        next[0] = set("never");
        set("b");
        advance(10);
        assertThat(expired).containsExactly("b");
    }

    @Test
    void aLengthBeyondAllTimersIsTheLongest() {
        assertThat(Deadlines.nanos(Duration.ofSeconds(Long.MAX_VALUE)))
                .isEqualTo(Duration.ofDays(365).toNanos());
    }
}
