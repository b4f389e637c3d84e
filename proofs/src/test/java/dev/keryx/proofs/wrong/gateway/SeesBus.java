package dev.keryx.proofs.wrong.gateway;

import dev.keryx.proofs.wrong.bus.MessageBus;

/** Rule 4: one port knows the other. */
class SeesBus {
    MessageBus[] buses = {};
}
