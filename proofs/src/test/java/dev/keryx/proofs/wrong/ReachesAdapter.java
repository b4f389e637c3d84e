package dev.keryx.proofs.wrong;

import dev.keryx.proofs.wrong.adapter.redis.RedisBus;

/** Rules 1 and 2: core depends on an adapter. */
class ReachesAdapter {
    RedisBus bus = new RedisBus();
}
