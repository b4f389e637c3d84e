package dev.keryx.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.keryx.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private final ManualClock clock = new ManualClock();
    private final List<String> ran = new ArrayList<>();

    @Test
    void standsStillUntilItIsMoved() {
        assertThat(clock.now()).isEqualTo(ManualClock.START);
        clock.advance(Duration.ofMillis(1_500));
        assertThat(clock.now()).isEqualTo(ManualClock.START.plusMillis(1_500));
        assertThat(clock.nanos()).isEqualTo(1_500_000_000L);
    }

    @Test
    void timersRunAtTheirMomentInOrderOfTimeAndThenOfMaking() {
        timer("c", 3);
        timer("a", 1);
        timer("b1", 2);
        timer("b2", 2);

        clock.advance(Duration.ofMillis(2));
        assertThat(ran).containsExactly("a at 1", "b1 at 2", "b2 at 2");
        clock.advance(Duration.ofMillis(5));
        assertThat(ran).last().isEqualTo("c at 3");
        assertThat(clock.nanos()).isEqualTo(7_000_000);
    }

    @Test
    void timersMadeOnTheWayRunOnTheWay() {
        clock.after(Duration.ofMillis(1), () -> timer("later", 1));
        clock.after(Duration.ofMillis(1), () -> timer("now", 0));
        clock.advance(Duration.ofMillis(10));
        assertThat(ran).containsExactly("now at 1", "later at 2");
    }

    @Test
    void aTimerThatIsTakenBackNeverRuns() {
        Registration timer = timer("never", 1);
        timer.close();
        timer.close();
        assertThat(clock.waiting()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(ran).isEmpty();
    }

    @Test
    void whatATimerThrowsIsTheCallers() {
        clock.after(Duration.ofMillis(1), () -> {
            throw new IllegalStateException("a faulty timer");
        });
        timer("next", 2);
        assertThatIllegalStateException().isThrownBy(() -> clock.advance(Duration.ofMillis(5)));
        assertThat(clock.nanos()).isEqualTo(1_000_000);
        clock.advance(Duration.ofMillis(5));
        assertThat(ran).containsExactly("next at 2");
    }

    private Registration timer(String name, int millis) {
        return clock.after(Duration.ofMillis(millis), () -> ran.add(name + " at " + clock.nanos() / 1_000_000));
    }
}
