package dev.keryx.adapter.redis;

import dev.keryx.bus.Topic;
import java.util.concurrent.CompletableFuture;

/** What a link has to watch besides its own server, because it can lose messages without losing a connection. */
interface Surroundings {
    /** A server that stands alone. */
    Surroundings NONE = link -> {};

    /** The link is about to begin. */
    default void begin(RedisLink link) {}

    /** With every heartbeat; tells the link what it finds out, sooner or later. Never blocks. */
    void look(RedisLink link);

    /** What the answer to a publish is worth. */
    default CompletableFuture<Void> judge(Topic topic, CompletableFuture<Void> answer) {
        return answer;
    }

    /** The link has ended. */
    default void end() {}
}
