package dev.keryx.bus.transport;

import dev.keryx.Gap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One place where gaps gather and merge. Guarded by its owner. */
final class GapSlot {
    private @Nullable Set<Gap.Cause> causes;
    private @Nullable Set<String> topics;
    private boolean everything;
    private long known;

    boolean isEmpty() {
        return causes == null;
    }

    /** One message of something that the subscription follows is gone. */
    void overflow() {
        add(Set.of(Gap.Cause.OVERFLOW), Set.of(), 1);
    }

    void add(@Nullable Gap gap) {
        if (gap != null) {
            add(gap.causes(), gap.topics(), gap.known());
        }
    }

    private void add(Set<Gap.Cause> why, Set<String> where, long count) {
        if (causes == null) {
            causes = EnumSet.copyOf(why);
        } else {
            causes.addAll(why);
        }
        known += count;
        if (where.isEmpty()) {
            everything = true;
        } else if (topics == null) {
            topics = new LinkedHashSet<>(where);
        } else {
            topics.addAll(where);
        }
    }

    /** What has gathered, as one gap; null where nothing has. */
    @Nullable
    Gap take() {
        if (causes == null) {
            return null;
        }
        Gap gap = new Gap(causes, everything || topics == null ? Set.of() : topics, known);
        causes = null;
        topics = null;
        everything = false;
        known = 0;
        return gap;
    }
}
