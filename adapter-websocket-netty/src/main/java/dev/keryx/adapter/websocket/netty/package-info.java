/** For applications with clients: the gateway over WebSocket, by Netty. */
@NullMarked
package dev.keryx.adapter.websocket.netty;

import org.jspecify.annotations.NullMarked;
