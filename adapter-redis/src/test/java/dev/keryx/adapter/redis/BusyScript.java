package dev.keryx.adapter.redis;

import dev.keryx.Registration;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import java.util.List;

/** A script without an end: meanwhile Redis refuses whatever else it is asked, and links stand. */
final class BusyScript {
    private BusyScript() {}

    /** Begins it, and returns when it is noticed; closing ends it. */
    static Registration at(RedisServer redis) {
        redis.ask("CONFIG", "SET", "lua-time-limit", "1");
        Thread asking = new Thread(() -> run(redis), "busy script");
        asking.start();
        Eventually.that("it is busy", () -> isBusy(redis), () -> redis.uri() + " answers");
        return () -> {
            redis.ask("SCRIPT", "KILL");
            Eventually.that("the script has ended", () -> !asking.isAlive() && !isBusy(redis), () -> "it runs");
        };
    }

    /** The same at several of them. */
    static Registration at(List<RedisServer> all) {
        List<Registration> scripts = all.stream().map(BusyScript::at).toList();
        return () -> scripts.forEach(Registration::close);
    }

    private static void run(RedisServer redis) {
        try {
            redis.ask("EVAL", "while true do end", "0");
        } catch (RuntimeException ended) {
            // Killed, or nobody waits for it any more: its end is never an answer.
        }
    }

    private static boolean isBusy(RedisServer redis) {
        try {
            redis.ask("PING");
            return false;
        } catch (IllegalStateException busy) {
            return true;
        }
    }
}
