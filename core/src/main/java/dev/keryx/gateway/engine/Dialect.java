package dev.keryx.gateway.engine;

import dev.keryx.gateway.link.Framing;
import dev.keryx.gateway.link.Signal;
import dev.keryx.gateway.link.WireProtocol;
import java.util.concurrent.atomic.AtomicInteger;

/** A protocol on a framing: all links of one dialect are sent the same bytes. */
final class Dialect {
    final int index;
    final WireProtocol protocol;
    final Framing framing;

    /** How many links speak it now; whoever emits encodes for those that are spoken. */
    final AtomicInteger links = new AtomicInteger();

    final Outgoing ping = Outgoing.of(new Signal.Ping());

    Dialect(int index, WireProtocol protocol, Framing framing) {
        this.index = index;
        this.protocol = protocol;
        this.framing = framing;
    }

    boolean spoken() {
        return links.get() > 0;
    }
}
