package dev.keryx.proofs.wrong.adapter.redis;

import dev.keryx.proofs.wrong.bus.MessageBus;
import io.lettuce.core.RedisClient;

/** Rule 8: an adapter that can be extended and constructed. */
public class RedisBus implements MessageBus {
    RedisClient client = RedisClient.create();
}
