package dev.keryx.proofs.wrong.gateway.engine;

/** Rule 8: an engine that can be extended, within its package. */
class Gateway {}
