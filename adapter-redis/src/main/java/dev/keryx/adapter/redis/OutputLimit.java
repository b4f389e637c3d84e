package dev.keryx.adapter.redis;

import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns, once for a bus, of a Redis that would rather run out of memory than let go of a subscriber that reads too slowly.
 * Where Redis does not tell its configuration, nothing is said.
 */
final class OutputLimit {
    private static final Logger LOG = LoggerFactory.getLogger(OutputLimit.class);
    private static final String UNLIMITED = "pubsub 0 0 0";

    private final AtomicBoolean asked = new AtomicBoolean();

    void look(RedisLink link, String address) {
        if (asked.compareAndSet(false, true)) {
            CompletableFuture<Void> unused = link.ask(CommandType.CONFIG, "GET", "client-output-buffer-limit")
                    .handle((answer, failure) -> {
                        if (failure == null && isUnlimited(answer)) {
                            LOG.warn(
                                    "Redis at {} has no client-output-buffer-limit for slow subscribers: {}",
                                    address,
                                    UNLIMITED);
                        }
                        return null;
                    });
        }
    }

    static boolean isUnlimited(List<Object> answer) {
        return answer.size() == 2 && Questions.text(answer.get(1)).contains(UNLIMITED);
    }
}
