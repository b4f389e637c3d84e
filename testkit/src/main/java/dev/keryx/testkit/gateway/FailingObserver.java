package dev.keryx.testkit.gateway;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.ConnectionInfo;
import dev.keryx.gateway.GatewayObserver;
import dev.keryx.gateway.GatewayState;

/** An observer with nothing but trouble. */
final class FailingObserver implements GatewayObserver {
    @Override
    public void stateChanged(GatewayState from, GatewayState to) {
        throw new IllegalStateException("on purpose");
    }

    @Override
    public void connected(ConnectionInfo connection) {
        throw new IllegalStateException("on purpose");
    }

    @Override
    public void disconnected(ConnectionInfo connection, CloseReason reason) {
        throw new IllegalStateException("on purpose");
    }

    @Override
    public void handlerFailed(ConnectionInfo connection, String event, Throwable failure) {
        throw new IllegalStateException("on purpose");
    }
}
