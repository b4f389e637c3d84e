package dev.keryx.cluster;

import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay;
import dev.keryx.gateway.link.Relay.Scope;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The engine, told one thing at a time whoever tells it: this object's lock is held meanwhile. */
final class Receiver {
    /** For a node without clients. */
    static final Relay.Local NOBODY = new Relay.Local() {
        @Override
        public void deliver(Cast cast) {}

        @Override
        public void missed(@Nullable String namespace, Set<Scope> scopes, String reason) {}
    };

    private final Relay.Local local;

    Receiver(Relay.Local local) {
        this.local = local;
    }

    synchronized void deliver(Cast cast) {
        local.deliver(cast);
    }

    synchronized void missedAnything(String reason) {
        local.missed(null, Set.of(), reason);
    }

    synchronized void missed(Collection<Said.Place> places, String reason) {
        Map<String, Set<Scope>> scopes = new LinkedHashMap<>();
        for (Said.Place place : places) {
            scopes.computeIfAbsent(place.namespace(), namespace -> new LinkedHashSet<>())
                    .add(place.scope());
        }
        scopes.forEach((namespace, some) -> local.missed(namespace, some, reason));
    }
}
