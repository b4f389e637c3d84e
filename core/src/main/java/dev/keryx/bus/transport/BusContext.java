package dev.keryx.bus.transport;

import dev.keryx.TimeSource;
import dev.keryx.bus.BusOptions;
import dev.keryx.threads.Completions;
import dev.keryx.threads.Promise;
import dev.keryx.threads.StepQueue;

/**
 * What every part of one bus needs.
 *
 * @param control where all of the bus's own state changes: one step at a time, in whatever thread brings one, never blocking
 *     and never running an application's code
 * @param threads where the application's code runs
 * @param completions completes the application's futures there
 */
record BusContext(
        BusOptions options,
        TimeSource clock,
        StepQueue control,
        BusThreads threads,
        Completions completions,
        Telemetry telemetry) {

    static BusContext of(BusOptions options) {
        BusThreads threads = new BusThreads(options.executor().orElse(null));
        TimeSource clock = options.clock().orElseGet(TimeSource::system);
        return new BusContext(
                options,
                clock,
                new StepQueue(),
                threads,
                new Completions(threads),
                new Telemetry(options.observer(), threads, clock));
    }

    <T> Promise<T> promise() {
        return new Promise<>(completions);
    }
}
