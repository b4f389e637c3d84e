package dev.keryx.proofs.wrong.undescribed;

/** Rule 7: lives in a package without a description. */
class Undescribed {}
