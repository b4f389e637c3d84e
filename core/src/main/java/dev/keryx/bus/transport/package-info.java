/** For adapter authors: the small driver interface of a bus, and the engine that gives it everything else. */
@NullMarked
package dev.keryx.bus.transport;

import org.jspecify.annotations.NullMarked;
