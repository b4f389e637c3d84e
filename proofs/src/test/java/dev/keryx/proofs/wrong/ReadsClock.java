package dev.keryx.proofs.wrong;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.LongSupplier;

/** Rule 5: each way to read the clock. */
class ReadsClock {
    final LongSupplier nanos = System::nanoTime;
    final long millis = System.currentTimeMillis();
    final Instant now = Instant.now();
    final Instant given = Instant.now(Clock.systemUTC());
    final LocalDate today = LocalDate.now();
}
