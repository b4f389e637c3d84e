/** For maintainers: proof that the relay keeps its promises over the real bus engine, in memory. */
@NullMarked
package dev.keryx.proofs.cluster;

import org.jspecify.annotations.NullMarked;
