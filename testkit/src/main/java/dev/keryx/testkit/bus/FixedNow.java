package dev.keryx.testkit.bus;

import dev.keryx.Registration;
import dev.keryx.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** The machine's clock, whose hands for people stand still. */
final class FixedNow implements TimeSource {
    private final TimeSource system = TimeSource.system();
    private final Instant now;

    FixedNow(Instant now) {
        this.now = now;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        return system.nanos();
    }

    @Override
    public Registration after(Duration delay, Runnable task) {
        return system.after(delay, task);
    }
}
