package dev.keryx.proofs.wrong.adapter.inmemory;

import dev.keryx.proofs.wrong.adapter.redis.RedisBus;

/** Rule 2: one adapter depends on another. */
class ReachesRedis {
    Object bus = new RedisBus();
}
