package dev.keryx.proofs.wrong.cluster;

import dev.keryx.proofs.wrong.bus.MessageBus;
import dev.keryx.proofs.wrong.gateway.link.Link;

/** Right: this is where bus and gateway meet. */
public final class SeesBoth {
    Object[] both = {MessageBus.class, Link.class};
}
