/** Wrong on purpose, or right where a rule spares it. */
@NullMarked
package dev.keryx.proofs.wrong.gateway.engine;

import org.jspecify.annotations.NullMarked;
