/** For whoever changes the gateway contract: gateways that are wrong on purpose, and what the contract says of them. */
@NullMarked
package dev.keryx.proofs.gwkit;

import org.jspecify.annotations.NullMarked;
