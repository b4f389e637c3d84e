/** For applications: how nodes talk to clients, in connections, rooms and events. */
@NullMarked
package dev.keryx.gateway;

import org.jspecify.annotations.NullMarked;
