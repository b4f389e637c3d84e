package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.FilterEntry.Phase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The filters of one operation. In control.
 *
 * @param entries at least one
 */
record Batch(List<FilterEntry> entries) {
    /** Filters in one operation. */
    private static final int MOST = 512;

    /** The first of those that wait, which wait no longer: they are in this phase from now on. */
    static Batch take(Set<FilterEntry> waiting, Phase phase) {
        List<FilterEntry> taken = new ArrayList<>(Math.min(waiting.size(), MOST));
        Iterator<FilterEntry> all = waiting.iterator();
        while (all.hasNext() && taken.size() < MOST) {
            FilterEntry entry = all.next();
            all.remove();
            entry.phase = phase;
            entry.askAgain(null);
            taken.add(entry);
        }
        return new Batch(taken);
    }

    Set<TopicFilter> filters() {
        Set<TopicFilter> filters = new LinkedHashSet<>();
        entries.forEach(entry -> filters.add(entry.filter()));
        return Collections.unmodifiableSet(filters);
    }

    /** A copy of what concerns this batch: the driver may have no reason to give, name others, or change its map. */
    Map<TopicFilter, KeryxException> refusals(Map<TopicFilter, KeryxException> answer) {
        Map<TopicFilter, KeryxException> refusals = new HashMap<>();
        for (FilterEntry entry : entries) {
            TopicFilter filter = entry.filter();
            if (answer.containsKey(filter)) {
                KeryxException why = answer.get(filter);
                refusals.put(filter, why != null ? why : new KeryxException(ErrorCode.REJECTED, "refused: " + filter));
            }
        }
        return refusals;
    }
}
