package dev.keryx.gateway.engine;

/** Something for a lane to do, in the order in which it was asked. */
interface Op {
    /** Does it, on the lane. */
    void apply(LaneLoop loop);

    /** Whether all that came before must have been handed to the links first. */
    default boolean splits() {
        return false;
    }
}
