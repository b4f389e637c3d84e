/** For Keryx alone: the gateway's engine over drivers made by hand, on one thread, at a time that stands still. */
@NullMarked
package dev.keryx.proofs.gateway;

import org.jspecify.annotations.NullMarked;
