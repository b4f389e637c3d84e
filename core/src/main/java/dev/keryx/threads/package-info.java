/** For core only, not exported: the queues and executors that both engines are built from. */
@NullMarked
package dev.keryx.threads;

import org.jspecify.annotations.NullMarked;
