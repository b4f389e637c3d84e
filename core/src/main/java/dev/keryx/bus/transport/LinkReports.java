package dev.keryx.bus.transport;

import dev.keryx.KeryxException;
import dev.keryx.bus.TopicFilter;
import java.util.Set;

/** What links report, the present one and older ones. In control. */
interface LinkReports {
    void missed(LinkSession session, Set<TopicFilter> filters);

    void revoked(LinkSession session, Set<TopicFilter> filters);

    void lost(LinkSession session, KeryxException why);
}
