/** For maintainers: the never-rules of the house, and proof that each of them can fail. */
@NullMarked
package dev.keryx.proofs.rules;

import org.jspecify.annotations.NullMarked;
