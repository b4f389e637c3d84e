/** For maintainers: the bus contract against buses that are wrong on purpose, each of which must fail the rule it breaks. */
@NullMarked
package dev.keryx.proofs.buskit;

import org.jspecify.annotations.NullMarked;
