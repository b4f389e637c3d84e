package dev.keryx.examples;

import dev.keryx.TimeSource;
import dev.keryx.adapter.redis.RedisMessageBus;
import dev.keryx.adapter.websocket.netty.NettyGateway;
import dev.keryx.adapter.websocket.netty.StaticFiles;
import dev.keryx.bus.MessageBus;
import dev.keryx.examples.chat.Chat;
import dev.keryx.gateway.RealtimeGateway;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The chat's server: one process is one node. */
@Command(name = "chat", description = "Serves the chat and its page.")
final class ChatCommand implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "8080", description = "Where to listen; 0 takes a free port.")
    private int port;

    @Option(
            names = "--redis",
            description = "redis://host:port: be one of several nodes. Without it: alone, in memory.")
    private @Nullable String redis;

    @Override
    public Integer call() throws InterruptedException {
        Optional<MessageBus> bus = Optional.ofNullable(redis).map(RedisMessageBus::at);
        NettyGateway.Builder builder =
                NettyGateway.builder().port(port).path("/keryx").http("/", StaticFiles.in(Chat.class, "web"));
        bus.ifPresent(builder::bus);
        RealtimeGateway gateway = builder.build();
        Chat.openOn(gateway, bus, TimeSource.system());
        return Running.untilAsked(
                gateway,
                bus,
                address -> "Keryx chat: http://127.0.0.1:" + address.getPort() + "/  (node " + gateway.node() + ", "
                        + Optional.ofNullable(redis)
                                .map(uri -> "one of several")
                                .orElse("alone") + ")");
    }
}
