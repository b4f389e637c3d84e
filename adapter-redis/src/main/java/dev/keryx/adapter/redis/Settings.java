package dev.keryx.adapter.redis;

import dev.keryx.TimeSource;
import java.time.Duration;

/**
 * What links have in common, whichever servers they lead to.
 *
 * @param maxFrameBytes the longest message that Redis takes
 * @param heartbeat how long the engine waits for the answer to a ping
 */
record Settings(
        Flavor flavor,
        RedisNames names,
        int maxFrameBytes,
        TimeSource clock,
        Duration heartbeat,
        OutputLimit outputLimit) {
    Settings(Flavor flavor, RedisNames names, int maxFrameBytes, TimeSource clock, Duration heartbeat) {
        this(flavor, names, maxFrameBytes, clock, heartbeat, new OutputLimit());
    }
}
