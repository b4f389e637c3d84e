package dev.keryx.bus.transport;

import dev.keryx.bus.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a bus that have something in them: one for everything where it keeps its order across topics, else one for each
 * topic. Guarded by the {@link PublishBuffer}.
 */
final class Rows {
    private static final Object EVERYTHING = "everything";

    private final boolean oneOrder;
    private final Map<Object, Row> rows = new HashMap<>();

    /** @param oneOrder whether the order of all topics together is kept, and not that of each */
    Rows(boolean oneOrder) {
        this.oneOrder = oneOrder;
    }

    /** The row in which publishes to a topic have their places; a new one where there is none. */
    Row of(Topic topic) {
        return rows.computeIfAbsent(oneOrder ? EVERYTHING : topic, Row::new);
    }

    void dropIfIdle(Row row) {
        if (row.isIdle()) {
            rows.remove(row.key(), row);
        }
    }

    /** As {@link Row#changeLink} says, for each. */
    void changeLink() {
        rows.values().forEach(Row::changeLink);
        rows.values().removeIf(Row::isIdle);
    }

    /** As they are now. */
    List<Row> all() {
        return new ArrayList<>(rows.values());
    }
}
