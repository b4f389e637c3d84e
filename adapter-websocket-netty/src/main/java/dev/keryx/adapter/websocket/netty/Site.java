package dev.keryx.adapter.websocket.netty;

import dev.keryx.gateway.link.Door;

/**
 * What all wires of an open server share. Immutable.
 *
 * @param settings of the server
 * @param door where clients are brought
 * @param transport that carries the wires
 */
record Site(Settings settings, Door door, Transport transport) {}
