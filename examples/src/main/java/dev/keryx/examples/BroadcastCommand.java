package dev.keryx.examples;

import dev.keryx.adapter.redis.RedisMessageBus;
import dev.keryx.adapter.websocket.netty.NettyGateway;
import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.RealtimeGateway;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Broadcasts whatever a client emits as {@code m} to everybody in room {@code b}. For load programs. */
@Command(
        name = "broadcast",
        description = "Broadcasts each event m to room b, for load programs. Native protocol on /.")
final class BroadcastCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            required = true,
            converter = PortNumber.class,
            description = "Where to listen; 0 takes a free port.")
    private int port;

    @Option(
            names = "--redis",
            converter = RedisAddress.class,
            description = "redis://host:port: be one of several nodes.")
    private @Nullable String redis;

    @Override
    public Integer call() throws InterruptedException {
        Optional<MessageBus> bus = Optional.ofNullable(redis).map(RedisMessageBus::at);
        GatewayLimits limits = GatewayLimits.DEFAULT
                .messageRate(GatewayLimits.OFF, GatewayLimits.OFF)
                .joinsPerSecond(GatewayLimits.OFF)
                .acceptsPerSecond(GatewayLimits.OFF)
                .connections(100_000, GatewayLimits.OFF);
        NettyGateway.Builder builder =
                NettyGateway.builder().port(port).path("/").options(GatewayOptions.DEFAULT.limits(limits));
        bus.ifPresent(builder::bus);
        RealtimeGateway gateway = builder.build();
        Namespace everybody = gateway.root();
        everybody.allowJoin((connection, room) -> room.equals("b"));
        everybody.on("m", (connection, args) -> everybody.to("b").emit(new Event("m", List.of(args))));
        Running.untilAsked(gateway, bus);
        return 0;
    }
}
