package dev.keryx.proofs.gwkit;

import dev.keryx.gateway.Args;
import dev.keryx.gateway.Attributes;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.ConnectionInfo;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.Joined;
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.Receipt;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A connection of a {@link SuspectGateway}.
 *
 * @param right the right one
 * @param namespace the suspect's
 * @param deeds what may be wrong
 */
record SuspectConnection(Connection right, Namespace namespace, Deeds deeds) implements Connection {
    @Override
    public ConnectionInfo info() {
        return right.info();
    }

    @Override
    public Attributes attributes() {
        return right.attributes();
    }

    @Override
    public Set<String> rooms() {
        return deeds.rooms(right);
    }

    @Override
    public CompletableFuture<Joined> join(String... rooms) {
        return deeds.join(right, rooms);
    }

    @Override
    public void leave(String... rooms) {
        deeds.leave(right, rooms);
    }

    @Override
    public Receipt send(Event event) {
        return deeds.send(right, event);
    }

    @Override
    public CompletableFuture<Args> sendWithAck(Duration within, Event event) {
        return deeds.sendWithAck(right, within, event);
    }

    @Override
    public void close(CloseReason reason) {
        deeds.close(right, reason);
    }
}
