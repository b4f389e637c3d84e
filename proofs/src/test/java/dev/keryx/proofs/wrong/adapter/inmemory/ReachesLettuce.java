package dev.keryx.proofs.wrong.adapter.inmemory;

import io.lettuce.core.RedisURI;

/** Rule 2: Lettuce outside the Redis adapter. */
class ReachesLettuce {
    Object uri = new RedisURI();
}
