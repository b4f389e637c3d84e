package dev.keryx.gateway.engine;

import dev.keryx.Json;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.gateway.link.LinkServer;
import dev.keryx.gateway.link.Relay;
import dev.keryx.gateway.link.WireProtocol;
import dev.keryx.gateway.wire.NativeProtocol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gateway engine: all of a gateway's meaning, over any {@link LinkServer} and any {@link WireProtocol}. */
public final class GatewayEngine {
    private GatewayEngine() {}

    /**
     * A gateway over this server, which it owns from now on. Does no I/O and starts no thread before its start.
     *
     * @param server not open yet, and nobody else's
     * @param relay how to reach other nodes; null for a single node
     * @param more protocols spoken besides {@code keryx.v1.json}
     * @param options taken whole
     * @return not started
     * @throws dev.keryx.KeryxException {@code UNSUPPORTED} where the options give no {@link Json} and none is found
     */
    public static RealtimeGateway over(
            LinkServer server, @Nullable Relay relay, List<WireProtocol> more, GatewayOptions options) {
        Json json = options.json().orElseGet(Json::find);
        List<WireProtocol> protocols = new ArrayList<>();
        protocols.add(new NativeProtocol(json, options.limits().json()));
        protocols.addAll(more);
        return new Gateway(server, relay, json, protocols, options);
    }
}
