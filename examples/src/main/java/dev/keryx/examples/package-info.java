/** For applications: examples to learn from; the only place where adapters are chosen. */
@NullMarked
package dev.keryx.examples;

import org.jspecify.annotations.NullMarked;
