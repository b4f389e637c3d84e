package dev.keryx.proofs.wrong.gateway.link;

/** For adapter authors only. */
public interface Link {}
