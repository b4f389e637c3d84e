/** For readers and testers: the commands of {@code ./keryx}; the applications themselves are in the packages below. */
@NullMarked
package dev.keryx.examples;

import org.jspecify.annotations.NullMarked;
