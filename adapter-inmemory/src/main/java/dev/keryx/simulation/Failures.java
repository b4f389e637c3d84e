package dev.keryx.simulation;

import dev.keryx.bus.BusObserver;
import dev.keryx.bus.Subscription;
import dev.keryx.gateway.ConnectionInfo;
import dev.keryx.gateway.GatewayObserver;
import java.util.ArrayList;
import java.util.List;

/** What handlers threw and no test has asked about yet. */
final class Failures implements BusObserver {
    /** Guarded by itself: an observer may be called on any thread. */
    private final List<Throwable> seen = new ArrayList<>();

    void add(Throwable failure) {
        synchronized (seen) {
            seen.add(failure);
        }
    }

    List<Throwable> take() {
        synchronized (seen) {
            List<Throwable> taken = List.copyOf(seen);
            seen.clear();
            return taken;
        }
    }

    @Override
    public void handlerFailed(Subscription subscription, Throwable failure) {
        add(failure);
    }

    /** Everything else goes to the application's own observer; so does this. */
    GatewayObserver beside(GatewayObserver other) {
        return new GatewayObserverBeside(other) {
            @Override
            public void handlerFailed(ConnectionInfo connection, String event, Throwable failure) {
                add(failure);
                super.handlerFailed(connection, event, failure);
            }
        };
    }
}
