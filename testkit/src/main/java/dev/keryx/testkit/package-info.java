/** For adapter authors: the contracts that every adapter must pass. */
@NullMarked
package dev.keryx.testkit;

import org.jspecify.annotations.NullMarked;
