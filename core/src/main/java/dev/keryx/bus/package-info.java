/** For applications: how nodes talk to nodes, by publishing to topics and subscribing to them. */
@NullMarked
package dev.keryx.bus;

import org.jspecify.annotations.NullMarked;
