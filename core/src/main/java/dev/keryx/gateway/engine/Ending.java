package dev.keryx.gateway.engine;

import dev.keryx.gateway.CloseReason;

/** The application ends a connection, after all that it sent there before. */
record Ending(Presence presence, CloseReason reason) implements Op {
    @Override
    public void apply(LaneLoop loop) {
        presence.closeNow(reason);
    }

    @Override
    public boolean splits() {
        return true;
    }
}
