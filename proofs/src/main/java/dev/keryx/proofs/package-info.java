/** For maintainers: proofs about all modules at once, all of them tests. */
@NullMarked
package dev.keryx.proofs;

import org.jspecify.annotations.NullMarked;
