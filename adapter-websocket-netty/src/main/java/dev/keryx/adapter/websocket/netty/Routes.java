package dev.keryx.adapter.websocket.netty;

import dev.keryx.gateway.SocketHandler;
import dev.keryx.gateway.WebHandler;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which path leads where. WebSockets and plain requests are looked up apart, so that a page and its gateway may share a path.
 * A path that ends with a slash takes all below it, the longest first; others match exactly. Immutable.
 */
final class Routes {
    private static final Route NOWHERE = new Route.Nowhere();

    private final Map<String, Route> sockets;
    private final Map<String, Route> exact = new LinkedHashMap<>();
    private final Map<String, Route> below = new LinkedHashMap<>();

    private Routes(Map<String, Route> sockets, Map<String, Route> plain) {
        this.sockets = Map.copyOf(sockets);
        plain.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getKey().length()))
                .forEach(entry -> (entry.getKey().endsWith("/") ? below : exact).put(entry.getKey(), entry.getValue()));
    }

    /**
     * All routes of a server.
     *
     * @throws IllegalArgumentException where two want the same path
     */
    static Routes of(
            String gateway, @Nullable String health, Map<String, WebHandler> web, Map<String, SocketHandler> plain) {
        Map<String, Route> sockets = new LinkedHashMap<>();
        sockets.put(gateway, new Route.Gateway());
        plain.forEach((path, handler) -> add(sockets, path, new Route.Socket(handler)));
        Map<String, Route> requests = new LinkedHashMap<>();
        if (health != null) {
            requests.put(health, new Route.Health());
        }
        web.forEach((path, handler) -> add(requests, path, new Route.Web(handler)));
        return new Routes(sockets, requests);
    }

    private static void add(Map<String, Route> routes, String path, Route route) {
        if (routes.putIfAbsent(path, route) != null) {
            throw new IllegalArgumentException("two handlers for the path " + path);
        }
    }

    Route socketAt(String path) {
        return sockets.getOrDefault(path, NOWHERE);
    }

    /** For a request that does not ask for a WebSocket; leads to a socket's route where nothing else is at its path. */
    Route plainAt(String path) {
        Route here = exact.get(path);
        if (here != null) {
            return here;
        }
        for (Map.Entry<String, Route> entry : below.entrySet()) {
            if (path.startsWith(entry.getKey())) {
                return entry.getValue();
            }
        }
        return socketAt(path);
    }
}
