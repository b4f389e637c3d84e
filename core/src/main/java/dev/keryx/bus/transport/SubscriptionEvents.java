package dev.keryx.bus.transport;

import dev.keryx.Gap;

/** What a delivery tells its subscription. Never throws; any thread, except where said. */
interface SubscriptionEvents {
    /** A message goes to the handler now; on the handler's thread. */
    void delivered();

    /** A handler threw; on its thread. */
    void failed(Throwable failure);

    /** A gap is told now; on the handler's thread. */
    void gapComes(Gap gap);

    /** The policy dropped a message. */
    void dropped(boolean firstOfEpisode);

    /** The policy ends the subscription. */
    void cancelled();

    /** The executor takes no tasks. */
    void rejected();

    /** Messages were thrown away at the end. */
    void discarded(long messages);
}
