package dev.keryx.simulation;

import dev.keryx.gateway.Args;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Refusal;
import dev.keryx.simulation.FakeClient.Goodbye;
import dev.keryx.simulation.FakeClient.Missed;
import dev.keryx.simulation.FakeClient.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came over one wire, and what of it was not taken yet. */
final class Inbox {
    /** Either the arguments of a yes, or the reason of a no. */
    record Reply(@Nullable Args yes, @Nullable Refusal no) {}

    final List<Received> all = new ArrayList<>();
    final List<Missed> gaps = new ArrayList<>();
    final Map<Long, Reply> replies = new HashMap<>();
    private final List<Received> left = new ArrayList<>();

    @Nullable
    String connection;

    @Nullable
    Refusal refusal;

    @Nullable
    Goodbye goodbye;

    @Nullable
    CloseReason closed;

    void add(Received event) {
        all.add(event);
        left.add(event);
    }

    Optional<Received> take(String event) {
        for (Iterator<Received> events = left.iterator(); events.hasNext(); ) {
            Received next = events.next();
            if (next.event().equals(event)) {
                events.remove();
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    boolean has(String event) {
        return left.stream().anyMatch(next -> next.event().equals(event));
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    /** For the message of a failed expectation. */
    String summary() {
        StringBuilder text = new StringBuilder(all.isEmpty() ? "; no event arrived" : "; arrived:");
        for (Received event : all) {
            text.append("\n  ")
                    .append(event.event())
                    .append('(')
                    .append(event.args().raw().text().utf8())
                    .append(')');
            event.room().ifPresent(room -> text.append(" in room ").append(room));
            text.append(left.contains(event) ? "" : ", taken");
        }
        gaps.forEach(gap -> text.append("\n  a gap, ")
                .append(gap.reason())
                .append(", rooms ")
                .append(gap.rooms()));
        if (refusal != null) {
            text.append("\n  it was not let in: ")
                    .append(refusal.code())
                    .append(", ")
                    .append(refusal.message());
        }
        if (closed != null) {
            text.append("\n  its wire has ended: ")
                    .append(closed.code())
                    .append(' ')
                    .append(closed.text());
        }
        return text.toString();
    }
}
