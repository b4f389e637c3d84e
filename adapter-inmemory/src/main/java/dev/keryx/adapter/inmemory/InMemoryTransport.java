package dev.keryx.adapter.inmemory;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.TimeSource;
import dev.keryx.bus.Capability;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.BusTransport;
import dev.keryx.bus.transport.Sink;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One bus's way into an exchange. */
final class InMemoryTransport implements BusTransport {
    private final Exchange exchange;
    private final String name;
    private final TimeSource clock;
    private final BusFaults faults;

    InMemoryTransport(Exchange exchange, String name, TimeSource clock) {
        this.exchange = exchange;
        this.name = name;
        this.clock = clock;
        this.faults = exchange.faults().of(name);
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public CompletableFuture<BusLink> open(Sink sink) {
        if (faults.refuses() || exchange.faults().isDown()) {
            return CompletableFuture.failedFuture(
                    new KeryxException(ErrorCode.UNAVAILABLE, this + " refuses connections"));
        }
        CompletableFuture<BusLink> opened = new CompletableFuture<>();
        faults.unlessHung(() -> {
            InMemoryLink link = new InMemoryLink(exchange, name, clock, faults, sink);
            exchange.join(link);
            if (!opened.complete(link)) {
                var unused = link.close();
            }
        });
        return opened;
    }

    @Override
    public CompletableFuture<Void> release() {
        faults.forgetHung();
        return CompletableFuture.allOf();
    }

    @Override
    public String toString() {
        return "memory:" + name;
    }
}
