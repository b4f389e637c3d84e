package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusObserver;
import dev.keryx.bus.BusOptions;
import dev.keryx.proofs.LogLines;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A lost link's line in the log, and what the observer is told, say why in one line and give no secret away. */
class WhyALinkWasLostTest {
    private static final String LOST = "The link to the broker is lost: ";

    private final Bench bench = new Bench();
    private final HandDriver driver = new HandDriver();
    private final List<KeryxException> told = new ArrayList<>();

    /** The line that this leads to, which is what the observer is told as well. */
    private String line(Runnable loss) {
        told.clear();
        bench.started(driver, BusOptions.DEFAULT.observer(new BusObserver() {
            @Override
            public void linkLost(KeryxException why) {
                told.add(why);
            }
        }));
        try (LogLines log = new LogLines()) {
            loss.run();
            bench.run();
            String line = log.with(LOST).get(0);
            assertThat(log.with(LOST)).hasSize(1);
            assertThat(told).hasSize(1);
            String why = line.substring(line.indexOf(LOST) + LOST.length());
            assertThat(told.get(0)).hasMessage(why);
            return why;
        }
    }

    private String lineOf(Throwable cause) {
        return line(() -> driver.last().sink.lost(cause));
    }

    @Test
    void namesWhatTheDriverAndItsSocketSay() {
        Throwable reset = new SocketException("Connection reset by peer");
        assertThat(lineOf(reset)).isEqualTo("UNAVAILABLE: the link was lost: Connection reset by peer");
        assertThat(lineOf(new KeryxException(ErrorCode.UNAVAILABLE, "lost the connection to far:1", reset)))
                .isEqualTo("UNAVAILABLE: the link was lost: lost the connection to far:1: Connection reset by peer");
    }

    @Test
    void namesTheHeartbeatOrOperationThatFailed() {
        Throwable reset = new SocketException("Connection reset by peer");
        assertThat(line(() -> {
                    driver.last().onPing = () -> CompletableFuture.failedFuture(reset);
                    bench.advanceMillis(1_000);
                }))
                .isEqualTo("UNAVAILABLE: a heartbeat failed: Connection reset by peer");
        assertThat(line(() -> {
                    driver.last().onPing = CompletableFuture::new;
                    bench.advance(Duration.ofSeconds(5));
                }))
                .isEqualTo("UNAVAILABLE: no answer to a heartbeat within 4000 ms");
    }

    /** Whoever knows a password may repeat it in what he throws; only what Keryx or a socket says is repeated. */
    @Test
    void repeatsNoTextThatMayHoldAnything() {
        assertThat(lineOf(new IllegalStateException("AUTH bus hunter2")))
                .contains("IllegalStateException", getClass().getSimpleName())
                .doesNotContain("hunter2");
        assertThat(lineOf(new IOException(new IllegalStateException("AUTH bus hunter2"))))
                .contains("IOException", "IllegalStateException")
                .doesNotContain("hunter2");
    }

    @Test
    void hidesThePasswordOfAnAddress() {
        for (String password : List.of("hunter2", "hun/ter2", "hun@ter2", ":hunter2")) {
            assertThat(lineOf(new IOException("no route to redis://bus:" + password + "@far:1, alas")))
                    .contains("no route to redis://", "@far:1, alas")
                    .doesNotContain("ter2");
        }
    }

    @Test
    void isOneLineOfBoundedLengthWhateverTheDriverGives() {
        assertThat(lineOf(new IOException("first\r\nWARN forged\u2028second"))).contains("first WARN forged second");
        assertThat(lineOf(new IOException("x".repeat(10_000)))).hasSizeLessThan(500);
        Throwable endless = new IllegalStateException("one", new IllegalStateException("two"));
        endless.getCause().initCause(endless);
        assertThat(lineOf(endless)).contains("IllegalStateException").hasSizeLessThan(500);
        assertThat(lineOf(new UnsupportedOperationException() {
                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("on purpose");
                    }
                }))
                .startsWith("UNAVAILABLE: the link was lost");
    }

    @Test
    @SuppressWarnings("NullAway") // a driver may pass anything
    void isThereWhereTheDriverNamesNoCause() {
        assertThat(line(() -> driver.last().sink.lost(null))).isEqualTo("UNAVAILABLE: the link was lost");
    }
}
