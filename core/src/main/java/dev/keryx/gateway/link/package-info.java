/**
 * For adapter authors: the small driver interfaces of a gateway, to which {@link dev.keryx.gateway.engine.GatewayEngine} gives
 * everything else.
 */
@NullMarked
package dev.keryx.gateway.link;

import org.jspecify.annotations.NullMarked;
