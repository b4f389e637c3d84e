package dev.keryx.proofs.wrong.bus.transport;

import dev.keryx.proofs.wrong.bus.MessageBus;

/** Rule 8: an engine that can be extended. */
public class TransportBus implements MessageBus {}
