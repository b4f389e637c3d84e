package dev.keryx.gateway.engine;

import dev.keryx.gateway.CloseReason;
import org.jspecify.annotations.Nullable;

/** A link's end, after all that was sent to it before. */
record Closing(Peer peer, CloseReason reason, @Nullable Outgoing goodbye) implements Op {
    @Override
    public void apply(LaneLoop loop) {
        peer.life.closeInTurn(reason, goodbye);
    }

    @Override
    public boolean splits() {
        return true;
    }
}
