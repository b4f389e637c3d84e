package dev.keryx.bus.transport;

import dev.keryx.KeryxException;

/** What happens to links. In control. */
interface SupervisorEvents {
    /** A link is open; publishing and subscribing over it works from now on. */
    void up(LinkSession session);

    /** An attempt to open one failed; another follows unless the supervisor is stopped. */
    void attemptFailed(KeryxException why);

    /** The link is gone; another follows unless the supervisor is stopped. */
    void down(LinkSession session, KeryxException why);
}
