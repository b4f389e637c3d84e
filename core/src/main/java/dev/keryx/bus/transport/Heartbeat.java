package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.threads.Callbacks;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a link still answers: one ping at a time, the next one a pause after the answer, and no answer in time
 * means that the link is dead. In control.
 */
final class Heartbeat {
    private final BusContext bus;
    private final LinkSession session;
    private final Consumer<KeryxException> onDead;

    private @Nullable Registration timer;
    private boolean stopped;

    Heartbeat(BusContext bus, LinkSession session, Consumer<KeryxException> onDead) {
        this.bus = bus;
        this.session = session;
        this.onDead = onDead;
    }

    void start() {
        in(bus.options().heartbeatPause(), this::beat);
    }

    void stop() {
        stopped = true;
        if (timer != null) {
            timer.close();
        }
    }

    private void in(Duration delay, Runnable step) {
        timer = bus.clock()
                .after(
                        delay,
                        () -> bus.control().run(() -> {
                            if (!stopped) {
                                step.run();
                            }
                        }));
    }

    private void beat() {
        Duration limit = bus.options().heartbeatTimeout();
        in(
                limit,
                () -> dead(new KeryxException(
                        ErrorCode.UNAVAILABLE, "no answer to a heartbeat within " + limit.toMillis() + " ms")));
        Registration waiting = timer;
        Callbacks.then(session.ping(), (unused, failure) -> bus.control().run(() -> answered(waiting, failure)));
    }

    private void answered(@Nullable Registration waiting, @Nullable Throwable failure) {
        if (stopped || waiting == null || waiting != timer) {
            return;
        }
        waiting.close();
        if (failure == null) {
            session.answered();
            start();
        } else {
            dead(LinkLoss.of("a heartbeat failed", Callbacks.cause(failure)));
        }
    }

    private void dead(KeryxException why) {
        stop();
        onDead.accept(why);
    }
}
