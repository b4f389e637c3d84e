package dev.keryx.proofs.wrong.util;

/** Rule 6: a drawer. */
class Leftover {}
