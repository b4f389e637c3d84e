package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A link that no longer answers is replaced in time, and one that does is left alone. */
class HeartbeatTest {
    private final Bench bench = new Bench();
    private final HandDriver driver = new HandDriver();

    @Test
    void oneAtATimeASecondAfterTheAnswer() {
        bench.started(driver);
        HandLink link = driver.last();
        CompletableFuture<Void> slow = new CompletableFuture<>();
        bench.advanceMillis(999);
        assertThat(link.pings).isZero();
        link.onPing = () -> slow;
        bench.advanceMillis(1);
        assertThat(link.pings).isEqualTo(1);
        bench.advanceMillis(3_000);
        assertThat(link.pings).isEqualTo(1);
        slow.complete(null);
        bench.advanceMillis(999);
        assertThat(link.pings).isEqualTo(1);
        bench.advanceMillis(1);
        assertThat(link.pings).isEqualTo(2);
    }

    @Test
    void fourSecondsOfSilenceAreTheEndOfALink() {
        MessageBus bus = bench.started(driver);
        HandLink link = driver.last();
        link.onPing = CompletableFuture::new;
        bench.advanceMillis(4_999);
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
        bench.advanceMillis(1);
        assertThat(bus.state()).isEqualTo(BusState.RECONNECTING);
        assertThat(link.closes).isEqualTo(1);
        bench.advance(Duration.ofSeconds(2));
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
        assertThat(driver.links).hasSize(2);
    }

    @Test
    void answersBelowTheLimitAreNoAlarm() {
        MessageBus bus = bench.started(driver);
        HandLink link = driver.last();
        link.onPing = () -> {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            var unused = bench.after(Duration.ofMillis(3_900), () -> answer.complete(null));
            return answer;
        };
        bench.advance(Duration.ofMinutes(2));
        assertThat(driver.links).hasSize(1);
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
    }

    @Test
    void aHeartbeatThatFailsThrowsOrIsNoneIsTheEndOfALink() {
        bench.started(driver);
        driver.last().onPing = () -> CompletableFuture.failedFuture(new IllegalStateException("no"));
        bench.advance(Duration.ofSeconds(4));
        assertThat(driver.links).hasSize(2);
        driver.last().onPing = () -> {
            throw new AssertionError("on purpose");
        };
        bench.advance(Duration.ofSeconds(4));
        assertThat(driver.links).hasSize(3);
        driver.last().onPing = () -> null;
        bench.advance(Duration.ofSeconds(4));
        assertThat(driver.links).hasSize(4);
    }

    @Test
    void noneIsSentAndNoTimerStaysAfterTheEnd() {
        MessageBus bus = bench.started(driver);
        bench.advance(Duration.ofSeconds(10));
        int pings = driver.last().pings;
        var drained = bus.drain(Duration.ofSeconds(1));
        bench.run();
        assertThat(drained).isCompleted();
        assertThat(bench.timers()).isZero();
        bench.advance(Duration.ofSeconds(10));
        assertThat(driver.last().pings).isEqualTo(pings);
    }
}
