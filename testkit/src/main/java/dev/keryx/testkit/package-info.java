/** For adapter authors: what the contracts of both ports share; the contracts themselves stand in the packages below. */
@NullMarked
package dev.keryx.testkit;

import org.jspecify.annotations.NullMarked;
