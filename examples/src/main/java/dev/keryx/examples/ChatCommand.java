package dev.keryx.examples;

import dev.keryx.examples.chat.Chat;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The chat's server: one process is one node. */
@Command(name = "chat", description = "Serves the chat and its page.")
final class ChatCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            defaultValue = "8080",
            converter = PortNumber.class,
            description = "Where to listen; 0 takes a free port.")
    private int port;

    @Option(
            names = "--redis",
            converter = RedisAddress.class,
            description = "redis://host:port: be one of several nodes. Without it: alone, in memory.")
    private @Nullable String redis;

    @Override
    public Integer call() throws InterruptedException {
        Chat.serve(port, Optional.ofNullable(redis));
        return 0;
    }
}
