package dev.keryx.proofs.wrong.examples.transport;

import dev.keryx.proofs.wrong.TimeSource;
import dev.keryx.proofs.wrong.bus.transport.TransportBus;

/** Rule 5 alone: a transport of one's own may reach the engine, but not the clock. */
final class OwnTransport {
    TimeSource time = System::nanoTime;
    Object engine = new TransportBus();
}
