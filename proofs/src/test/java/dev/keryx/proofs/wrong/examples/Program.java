package dev.keryx.proofs.wrong.examples;

import dev.keryx.proofs.wrong.adapter.inmemory.MemoryBus;

/** Right: applications choose adapters, and print. */
final class Program {
    private Program() {}

    public static void main(String[] args) {
        System.out.println(MemoryBus.create());
    }
}
