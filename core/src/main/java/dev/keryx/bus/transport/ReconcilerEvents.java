package dev.keryx.bus.transport;

import dev.keryx.KeryxException;
import dev.keryx.bus.TopicFilter;

/** What the reconciler finds out. In control. */
interface ReconcilerEvents {
    /** Every filter wanted when the link came up has been answered for. */
    void answered(LinkSession session);

    /** The link failed an operation, and nobody knows what is live. */
    void failed(LinkSession session, Throwable cause);

    /** The broker refused a filter. True where that ends the attempt to start. */
    boolean endsStart(TopicFilter filter, KeryxException why);
}
