/** For whoever works on the bus engine: that it stays right over drivers and brokers that are wrong, slow or silent. */
@NullMarked
package dev.keryx.proofs.bus;

import org.jspecify.annotations.NullMarked;
