package dev.keryx.gateway.engine;

import org.jspecify.annotations.Nullable;

/**
 * A cast to an audience, queued on every lane that has some of it.
 *
 * @param round collects the answers, where any are wanted
 */
record Broadcast(
        Outgoing what,
        int sizeBytes,
        String namespace,
        Recipients recipients,
        @Nullable AckRound round) implements Op {
    @Override
    public void apply(LaneLoop loop) {
        long bit = loop.run.add(what, sizeBytes, true);
        recipients.mark(loop, bit);
        if (round != null) {
            loop.run.each(bit, outlet -> {
                Presence presence = outlet.peer.talk().in(namespace);
                if (presence != null) {
                    round.ask(presence);
                }
            });
            round.laneDone();
        }
    }
}
