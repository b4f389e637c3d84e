/** For the tests of this module: runs a contract inside a test and tells what it says, and reads the repository. */
@NullMarked
package dev.keryx.proofs.kit;

import org.jspecify.annotations.NullMarked;
