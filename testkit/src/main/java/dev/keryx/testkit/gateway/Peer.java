package dev.keryx.testkit.gateway;

import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.Target;
import dev.keryx.testkit.Eventually;
import java.util.List;

/**
 * A client that was let in, seen from both ends.
 *
 * @param client the client's
 * @param connection the gateway's
 */
record Peer(ProbeClient client, Connection connection) {
    private static final String FENCE = "kit-fence";

    /** Joins and waits until it holds. */
    Peer in(String... rooms) {
        Eventually.done("a join", connection.join(rooms));
        return this;
    }

    String id() {
        return connection.id();
    }

    /**
     * The names of all events that were emitted on its node before, in order. A fence sent behind them tells that no more will
     * come, without waiting for a time.
     */
    List<String> received() {
        return receivedEvents().stream().map(ProbeEvent::name).toList();
    }

    List<ProbeEvent> receivedEvents() {
        connection.send(Event.of(FENCE));
        return client.eventsUntil(FENCE);
    }

    /**
     * The names of all events that another node emitted before. Only where the broker keeps order over all topics can the fence
     * tell that no more will come.
     */
    List<String> receivedFrom(Node other) {
        other.gateway()
                .namespace(connection.info().namespace())
                .to(List.of(Target.connection(id())))
                .emit(FENCE);
        return client.eventsUntil(FENCE).stream().map(ProbeEvent::name).toList();
    }
}
