package dev.keryx.adapter.redis;

import io.lettuce.core.protocol.CommandType;

/** Redis' two kinds of Pub/Sub. A message of one never reaches a subscriber of the other. */
enum Flavor {
    /** Every node of a cluster passes on to every other. */
    CLASSIC(CommandType.PUBLISH, CommandType.SUBSCRIBE, CommandType.UNSUBSCRIBE),
    /** A channel belongs to a slot, and stays within the nodes that serve it; there are no patterns. */
    SHARDED(CommandType.SPUBLISH, CommandType.SSUBSCRIBE, CommandType.SUNSUBSCRIBE);

    final CommandType publish;
    final CommandType subscribe;
    final CommandType unsubscribe;

    Flavor(CommandType publish, CommandType subscribe, CommandType unsubscribe) {
        this.publish = publish;
        this.subscribe = subscribe;
        this.unsubscribe = unsubscribe;
    }
}
