package dev.keryx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The machine's timer, by what it does and never by how long it took. */
class SystemTimeTest {
    private final TimeSource time = TimeSource.system();
    private final BlockingQueue<String> story = new LinkedBlockingQueue<>();

    private String next() throws InterruptedException {
        String said = story.poll(20, TimeUnit.SECONDS);
        assertThat(said).as("something was run within 20 s").isNotNull();
        return said;
    }

    @Test
    void whatIsDueSoonerRunsSooner() throws InterruptedException {
        Registration far = time.after(Duration.ofHours(1), () -> story.add("far"));
        time.after(Duration.ofMillis(60), () -> story.add("second"));
        time.after(Duration.ofMillis(20), () -> story.add("first"));
        time.after(Duration.ofDays(365 * 1_000), () -> story.add("never"));
        assertThat(List.of(next(), next())).containsExactly("first", "second");
        assertThat(story).isEmpty();
        far.close();
    }

    @Test
    void runsNoEarlierThanAsked() throws InterruptedException {
        long begin = time.nanos();
        time.after(Duration.ofMillis(30), () -> story.add("now"));
        next();
        assertThat(time.nanos() - begin)
                .isGreaterThanOrEqualTo(Duration.ofMillis(30).toNanos());
    }

    @Test
    void whatIsTakenBackNeverRuns() throws InterruptedException {
        Registration first = time.after(Duration.ofMillis(5), () -> story.add("taken back"));
        first.close();
        first.close();
        time.after(Duration.ofMillis(10), () -> story.add("kept"));
        assertThat(next()).isEqualTo("kept");
        assertThat(story).isEmpty();
    }

    @Test
    void aTaskThatThrowsHarmsNoOther() throws InterruptedException {
        time.after(Duration.ofMillis(1), () -> {
            throw new StackOverflowError("on purpose");
        });
        time.after(Duration.ofMillis(5), () -> story.add("runs"));
        assertThat(next()).isEqualTo("runs");
    }

    @Test
    void theThreadLeavesWhenNothingIsToComeAndIsThereAgainWhenSomethingIs() throws InterruptedException {
        Registration far = time.after(Duration.ofHours(1), () -> story.add("far"));
        AtomicReference<Thread> worker = new AtomicReference<>();
        time.after(Duration.ofMillis(1), () -> {
            worker.set(Thread.currentThread());
            story.add("here");
        });
        next();
        far.close();
        worker.get().join(TimeUnit.SECONDS.toMillis(20));
        assertThat(worker.get().isAlive())
                .as("a timer without anything to wait for")
                .isFalse();
        time.after(Duration.ofMillis(1), () -> story.add("again"));
        assertThat(next()).isEqualTo("again");
    }

    /** While something far away is waited for, the thread sleeps: it wakes for what is due, and for nothing else. */
    @Test
    @SuppressWarnings("deprecation") // its successor is unknown to JDK 17
    void wakesOnlyForWhatIsDue() throws InterruptedException {
        Registration far = time.after(Duration.ofHours(1), () -> story.add("far"));
        time.after(
                Duration.ofMillis(1),
                () -> story.add(Long.toString(Thread.currentThread().getId())));
        long worker = Long.parseLong(next());
        long before = waits(worker);
        time.after(Duration.ofMillis(450), () -> story.add("due"));
        next();
        assertThat(waits(worker) - before).isLessThanOrEqualTo(3);
        far.close();
    }

    private static long waits(long thread) {
        return ManagementFactory.getThreadMXBean().getThreadInfo(thread).getWaitedCount();
    }
}
