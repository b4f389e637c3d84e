package dev.keryx.testkit.bus;

import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What one bus's state was, and when. */
final class StateLog {
    private record Change(BusState state, long at) {}

    private final MessageBus bus;
    // Guarded by this.
    private final List<Change> changes = new ArrayList<>();

    StateLog(MessageBus bus) {
        this.bus = bus;
        var unused = bus.onState(this::changed);
    }

    MessageBus bus() {
        return bus;
    }

    private synchronized void changed(BusState state) {
        changes.add(new Change(state, Feed.CLOCK.nanos()));
    }

    boolean isRunning() {
        return bus.state() == BusState.RUNNING;
    }

    synchronized OptionalLong firstLeftSince(long since) {
        return changes.stream()
                .filter(change -> change.state != BusState.RUNNING && change.at - since >= 0)
                .mapToLong(Change::at)
                .findFirst();
    }

    /** When it came to run for the last time; it has, as it was started. */
    synchronized long lastRunning() {
        return changes.stream()
                .filter(change -> change.state == BusState.RUNNING)
                .mapToLong(Change::at)
                .reduce(Long.MIN_VALUE, (earlier, later) -> later);
    }

    @Override
    public synchronized String toString() {
        return bus.state() + " after " + changes.stream().map(Change::state).toList();
    }
}
