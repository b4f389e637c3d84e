package dev.keryx.simulation;

import dev.keryx.DrainReport;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.ConnectionInfo;
import dev.keryx.gateway.GatewayObserver;
import dev.keryx.gateway.GatewayState;
import dev.keryx.gateway.SlowPolicy;
import java.util.Set;

/** Tells another observer everything. */
class GatewayObserverBeside implements GatewayObserver {
    private final GatewayObserver other;

    GatewayObserverBeside(GatewayObserver other) {
        this.other = other;
    }

    @Override
    public void stateChanged(GatewayState from, GatewayState to) {
        other.stateChanged(from, to);
    }

    @Override
    public void refused(String limit) {
        other.refused(limit);
    }

    @Override
    public void connected(ConnectionInfo connection) {
        other.connected(connection);
    }

    @Override
    public void disconnected(ConnectionInfo connection, CloseReason reason) {
        other.disconnected(connection, reason);
    }

    @Override
    public void handlerFailed(ConnectionInfo connection, String event, Throwable failure) {
        other.handlerFailed(connection, event, failure);
    }

    @Override
    public void slow(ConnectionInfo connection, SlowPolicy policy) {
        other.slow(connection, policy);
    }

    @Override
    public void dropped(ConnectionInfo connection, long events) {
        other.dropped(connection, events);
    }

    @Override
    public void readPaused(String limit) {
        other.readPaused(limit);
    }

    @Override
    public void gap(String namespace, Set<String> rooms) {
        other.gap(namespace, rooms);
    }

    @Override
    public void relayFailed(String namespace, Throwable failure) {
        other.relayFailed(namespace, failure);
    }

    @Override
    public void relaySkipped(String topic, String why) {
        other.relaySkipped(topic, why);
    }

    @Override
    public void drained(DrainReport report) {
        other.drained(report);
    }
}
