package dev.keryx.adapter.websocket.netty;

import dev.keryx.gateway.SocketHandler;
import dev.keryx.gateway.WebHandler;

/** Where a request's path leads. */
sealed interface Route {
    /** A WebSocket that speaks a protocol of the gateway. */
    record Gateway() implements Route {}

    /** A plain WebSocket. */
    record Socket(SocketHandler handler) implements Route {}

    /** A plain HTTP request. */
    record Web(WebHandler handler) implements Route {}

    /** Whether new clients are welcome. */
    record Health() implements Route {}

    /** Nowhere. */
    record Nowhere() implements Route {}
}
