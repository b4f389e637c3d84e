package dev.keryx.bus.transport;

import dev.keryx.KeryxException;
import dev.keryx.TimeSource;
import dev.keryx.bus.TopicFilter;
import dev.keryx.threads.Seldom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told of filters in trouble, to the observer and in the log. In control. */
final class FilterNews {
    private static final Logger LOG = LoggerFactory.getLogger(FilterNews.class);

    private final Telemetry telemetry;
    private final Seldom refusals;
    private final Seldom revocations;

    FilterNews(Telemetry telemetry, TimeSource clock) {
        this.telemetry = telemetry;
        this.refusals = new Seldom(clock);
        this.revocations = new Seldom(clock);
    }

    /** It is asked for again after a while. */
    void refused(FilterEntry entry, KeryxException why) {
        TopicFilter filter = entry.filter();
        entry.troubled = true;
        if (refusals.now()) {
            telemetry.log(() -> LOG.warn(
                    "The broker refuses {}, it is asked again later: {}; more within a minute is not logged",
                    filter,
                    why.getMessage()));
        }
        telemetry.tell(observer -> observer.filterRejected(filter, why));
    }

    /** The broker took it away unasked. */
    void revoked(FilterEntry entry) {
        TopicFilter filter = entry.filter();
        entry.troubled = true;
        if (revocations.now()) {
            telemetry.log(() -> LOG.warn(
                    "The broker took {} away, it is asked for again; more within a minute is not logged", filter));
        }
        telemetry.tell(observer -> observer.filterRevoked(filter));
    }

    /** It is live, which is news where it was in trouble. */
    void live(FilterEntry entry) {
        TopicFilter filter = entry.filter();
        if (entry.troubled) {
            entry.troubled = false;
            telemetry.log(() -> LOG.debug("The broker has {} again", filter));
            telemetry.tell(observer -> observer.filterRestored(filter));
        }
    }
}
