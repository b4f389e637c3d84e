package dev.keryx.proofs.wrong.bus;

import dev.keryx.proofs.wrong.bus.transport.TransportBus;

/** Rule 4: the port knows its engine, and with it closes a cycle. */
class SeesTransport {
    Object engine = new TransportBus();
}
