/** For adapter authors: the gateway's engine, all of its meaning over any {@link dev.keryx.gateway.link.LinkServer}. */
@NullMarked
package dev.keryx.gateway.engine;

import org.jspecify.annotations.NullMarked;
