package dev.keryx.proofs.wrong.simulation;

import dev.keryx.proofs.wrong.adapter.inmemory.MemoryBus;

/** Right: the simulation belongs to the adapter in memory. */
public final class Simulation {
    Object bus = MemoryBus.create();
}
