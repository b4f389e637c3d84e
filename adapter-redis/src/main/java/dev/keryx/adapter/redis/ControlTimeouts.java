package dev.keryx.adapter.redis;

import io.lettuce.core.TimeoutOptions.TimeoutSource;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import java.time.Duration;

/** A bound for what changes subscriptions and asks about servers; publishes and heartbeats are timed by the engine. */
final class ControlTimeouts extends TimeoutSource {
    private static final long NONE = 0;

    private final long millis;

    ControlTimeouts(Duration timeout) {
        this.millis = timeout.toMillis();
    }

    @Override
    public long getTimeout(RedisCommand<?, ?, ?> command) {
        return command.getType() instanceof CommandType type && isControl(type) ? millis : NONE;
    }

    private static boolean isControl(CommandType type) {
        return switch (type) {
            case SUBSCRIBE, PSUBSCRIBE, UNSUBSCRIBE, PUNSUBSCRIBE, SSUBSCRIBE, SUNSUBSCRIBE -> true;
            case CLUSTER, CONFIG, SENTINEL -> true;
            default -> false;
        };
    }
}
