/** For authors of adapters: a transport of one's own, a bus over a plain TCP hub, that passes the published contract. */
@NullMarked
package dev.keryx.examples.transport;

import org.jspecify.annotations.NullMarked;
