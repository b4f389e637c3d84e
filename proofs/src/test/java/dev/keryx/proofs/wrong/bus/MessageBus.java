package dev.keryx.proofs.wrong.bus;

/** What an adapter of the bus is known by. */
public interface MessageBus {}
