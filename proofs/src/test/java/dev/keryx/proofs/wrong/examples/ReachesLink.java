package dev.keryx.proofs.wrong.examples;

import dev.keryx.proofs.wrong.gateway.link.Link;

/** Rule 4: an application reaches for what adapter authors use. */
abstract class ReachesLink implements Link {}
