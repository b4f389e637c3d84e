/** For applications on a single node and for tests: the bus and the gateway inside one process. */
@NullMarked
package dev.keryx.adapter.inmemory;

import org.jspecify.annotations.NullMarked;
