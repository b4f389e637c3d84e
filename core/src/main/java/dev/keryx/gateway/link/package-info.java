/** For adapter authors: the small driver interfaces of a gateway, and the engine that gives it everything else. */
@NullMarked
package dev.keryx.gateway.link;

import org.jspecify.annotations.NullMarked;
