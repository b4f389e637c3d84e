package dev.keryx.gateway.engine;

import dev.keryx.Registration;
import dev.keryx.gateway.GatewayLimits;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many wires there may be, in all and from one address, and how many may come in a second. Any thread. */
final class Quotas {
    private final Site site;
    private final GatewayLimits limits;
    private final Rate accepts;

    // All guarded by this.
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int inAll;
    private long acceptsPaidAt;

    Quotas(Site site) {
        this.site = site;
        this.limits = site.limits;
        this.accepts = new Rate(limits.acceptsPerSecond(), limits.acceptsPerSecond());
    }

    /** Counts the wire in until the registration is closed; empty where there is no place for it. */
    Optional<Registration> arrives(InetAddress address) {
        String reached = count(address);
        if (reached != null) {
            site.watch.refused(reached);
            return Optional.empty();
        }
        return Optional.of(new Place(address));
    }

    /** Held by a wire; given back once. */
    private final class Place implements Registration {
        private @Nullable InetAddress address;

        Place(InetAddress address) {
            this.address = address;
        }

        @Override
        public void close() {
            synchronized (Quotas.this) {
                InetAddress held = address;
                address = null;
                if (held != null) {
                    leaves(held);
                }
            }
        }
    }

    /** Null, or the limit that is reached. */
    private synchronized @Nullable String count(InetAddress address) {
        long now = site.time();
        int here = byAddress.getOrDefault(address, 0);
        if (inAll >= limits.connections()) {
            return "connections";
        }
        if (here >= limits.connectionsPerAddress()) {
            return "connectionsPerAddress";
        }
        long paidAt = accepts.take(acceptsPaidAt, now);
        if (accepts.excess(paidAt, now) > 0) {
            return "acceptsPerSecond";
        }
        acceptsPaidAt = paidAt;
        inAll++;
        byAddress.put(address, here + 1);
        return null;
    }

    /** Under the monitor. */
    private void leaves(InetAddress address) {
        inAll--;
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }
}
