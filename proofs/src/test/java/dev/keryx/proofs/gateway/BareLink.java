package dev.keryx.proofs.gateway;

import dev.keryx.gateway.link.Framing;
import dev.keryx.gateway.link.Link;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A link that keeps messages apart by itself, to a client without a place. */
interface BareLink extends Link {
    @Override
    default Framing framing() {
        return Framing.BARE;
    }

    @Override
    default SocketAddress remote() {
        return InetSocketAddress.createUnresolved("client.test", 1);
    }
}
