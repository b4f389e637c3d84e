package dev.keryx.proofs.wrong.examples;

import dev.keryx.proofs.wrong.gateway.engine.GatewayEngine;

/** Rule 4: an application makes a gateway without an adapter. */
class ReachesEngine {
    Object engine = new GatewayEngine();
}
