/** For applications on several nodes: the bus over Redis, by Lettuce. */
@NullMarked
package dev.keryx.adapter.redis;

import org.jspecify.annotations.NullMarked;
