/** For whoever changes a contract: runs it inside a test, and tells what it says. */
@NullMarked
package dev.keryx.proofs.kit;

import org.jspecify.annotations.NullMarked;
