package dev.keryx.testkit.gateway;

import dev.keryx.DrainReport;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.ConnectionInfo;
import dev.keryx.gateway.GatewayObserver;
import dev.keryx.gateway.GatewayState;
import dev.keryx.gateway.SlowPolicy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Writes down what a gateway tells its observer. */
final class Watch implements GatewayObserver {
    final List<String> states = new CopyOnWriteArrayList<>();
    final List<String> refused = new CopyOnWriteArrayList<>();
    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    final List<String> slow = new CopyOnWriteArrayList<>();
    final List<String> paused = new CopyOnWriteArrayList<>();
    final List<DrainReport> drained = new CopyOnWriteArrayList<>();
    final List<CloseReason> disconnected = new CopyOnWriteArrayList<>();
    final AtomicLong connected = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();
    final AtomicLong gaps = new AtomicLong();
    final AtomicLong relayFailures = new AtomicLong();

    @Override
    public void stateChanged(GatewayState from, GatewayState to) {
        states.add(from + " to " + to);
    }

    @Override
    public void refused(String limit) {
        refused.add(limit);
    }

    @Override
    public void connected(ConnectionInfo connection) {
        connected.incrementAndGet();
    }

    @Override
    public void disconnected(ConnectionInfo connection, CloseReason reason) {
        disconnected.add(reason);
    }

    @Override
    public void handlerFailed(ConnectionInfo connection, String event, Throwable failure) {
        failures.add(failure);
    }

    @Override
    public void slow(ConnectionInfo connection, SlowPolicy policy) {
        slow.add(connection.id());
    }

    @Override
    public void dropped(ConnectionInfo connection, long events) {
        dropped.addAndGet(events);
    }

    @Override
    public void readPaused(String limit) {
        paused.add(limit);
    }

    @Override
    public void gap(String namespace, Set<String> rooms) {
        gaps.incrementAndGet();
    }

    @Override
    public void relayFailed(String namespace, Throwable failure) {
        relayFailures.incrementAndGet();
    }

    @Override
    public void drained(DrainReport report) {
        drained.add(report);
    }
}
