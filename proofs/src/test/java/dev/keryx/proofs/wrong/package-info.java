/** For the rules: a house with the layout of the real one, in which every rule is broken on purpose. */
@NullMarked
package dev.keryx.proofs.wrong;

import org.jspecify.annotations.NullMarked;
