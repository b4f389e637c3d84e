package dev.keryx.proofs.wrong.unmarked;

/** Somebody has to live here. */
class Unmarked {}
