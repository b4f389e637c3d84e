package dev.keryx.bus;

import dev.keryx.Gap;

/** Hears of messages that a subscription may have missed. */
@FunctionalInterface
public interface GapHandler {
    /**
     * Called in the subscription's own order, at the place of the hole, under the same rules as its message handler. If it
     * throws, it is called again before the next message.
     *
     * @param gap why and where, as far as anybody knows
     * @throws Exception anything; counted, and told to the observer
     */
    void handle(Gap gap) throws Exception;
}
