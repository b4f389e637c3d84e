package dev.keryx.proofs.wrong.examples.transport;

import dev.keryx.proofs.wrong.gateway.link.Link;

/** Rule 4: a transport needs no gateway. */
abstract class ReachesGateway implements Link {}
