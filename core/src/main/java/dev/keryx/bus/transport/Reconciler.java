package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.Gap;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.FilterEntry.Phase;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the broker follow what is wanted, over the present link: adds and removes filters in batches, a few batches at a
 * time, never two operations open for one filter. All of it in control.
 */
final class Reconciler {
    private final BusContext bus;
    private final ReconcilerEvents events;
    private final FilterNews news;
    private final Registry registry = new Registry(this);
    private final Set<FilterEntry> toAdd = new LinkedHashSet<>();
    private final Set<FilterEntry> toRemove = new LinkedHashSet<>();
    // Filters wanted when the link came up and not answered since.
    private final Set<FilterEntry> unanswered = new HashSet<>();
    private @Nullable LinkSession link;
    private @Nullable Operations operations;
    private boolean answered;
    private @Nullable Registration retry;

    Reconciler(BusContext bus, ReconcilerEvents events) {
        this.bus = bus;
        this.events = events;
        this.news = new FilterNews(bus.telemetry(), bus.clock());
    }

    Registry registry() {
        return registry;
    }

    /** A link is up: everything wanted is asked for. */
    void up(LinkSession session) {
        link = session;
        operations = new Operations(bus, session, events::failed);
        answered = false;
        List<FilterEntry> wanted = registry.wanted();
        toAdd.addAll(wanted);
        unanswered.addAll(wanted);
        pump();
    }

    /** The link is gone. */
    void down() {
        link = null;
        if (operations != null) {
            operations.end();
            operations = null;
        }
        toAdd.clear();
        toRemove.clear();
        unanswered.clear();
        if (retry != null) {
            retry.close();
            retry = null;
        }
        registry.allAbsent();
    }

    /** Somebody sat down at a filter. */
    void joined(FilterEntry entry, Seat seat) {
        switch (entry.phase) {
            case LIVE -> {
                if (link != null) {
                    toRemove.remove(entry);
                    seat.asked(link.number());
                    seat.confirmed();
                }
            }
            case ADDING -> {
                if (link != null) {
                    seat.asked(link.number());
                }
            }
            case ABSENT, REJECTED -> {
                entry.phase = Phase.ABSENT;
                want(entry);
            }
            case REMOVING -> {} // asked for again when the removal is answered
        }
    }

    /** Nobody wants the filter any more. */
    void unwanted(FilterEntry entry) {
        toAdd.remove(entry);
        unanswered.remove(entry);
        if (entry.phase == Phase.LIVE) {
            toRemove.add(entry);
        }
        pump();
    }

    private void want(FilterEntry entry) {
        if (link != null) {
            toAdd.add(entry);
            pump();
        }
    }

    private void pump() {
        while (link != null && operations != null && !operations.isFull() && !(toRemove.isEmpty() && toAdd.isEmpty())) {
            if (!toRemove.isEmpty()) {
                remove(link, operations, Batch.take(toRemove, Phase.REMOVING));
            } else {
                add(link, operations, Batch.take(toAdd, Phase.ADDING));
            }
        }
        if (link != null && !answered && unanswered.isEmpty()) {
            answered = true;
            events.answered(link);
        }
    }

    private void add(LinkSession session, Operations open, Batch batch) {
        for (FilterEntry entry : batch.entries()) {
            for (Seat seat : entry.seats()) {
                seat.asked(session.number());
            }
        }
        open.begin("add", session.add(batch.filters()), rejected -> added(session, batch, rejected));
    }

    private void added(LinkSession session, Batch batch, @Nullable Map<TopicFilter, KeryxException> answer) {
        if (answer == null) {
            events.failed(session, new KeryxException(ErrorCode.INTERNAL, "the driver answered nothing to add"));
            return;
        }
        Map<TopicFilter, KeryxException> rejected = batch.refusals(answer);
        for (FilterEntry entry : batch.entries()) {
            KeryxException why = rejected.get(entry.filter());
            if (why != null && !why.retryable() && entry.isWanted() && events.endsStart(entry.filter(), why)) {
                return;
            }
        }
        for (FilterEntry entry : batch.entries()) {
            KeryxException why = rejected.get(entry.filter());
            if (why != null && why.retryable()) {
                notNow(session, entry);
            } else {
                unanswered.remove(entry);
                answered(session, entry, why);
            }
        }
        pump();
    }

    private void answered(LinkSession session, FilterEntry entry, @Nullable KeryxException why) {
        if (why != null) {
            refused(entry, why);
        } else {
            live(session, entry);
        }
    }

    /** The broker can neither take it nor refuse it yet, as while it moves to another of its servers. */
    private void notNow(LinkSession session, FilterEntry entry) {
        entry.phase = Phase.ABSENT;
        entry.revokedEarly = false;
        registry.dropIfDone(entry);
        addLater(session, entry);
    }

    private void live(LinkSession session, FilterEntry entry) {
        entry.phase = Phase.LIVE;
        news.live(entry);
        for (Seat seat : entry.seats()) {
            seat.confirmed();
        }
        if (entry.revokedEarly) {
            entry.revokedEarly = false;
            revoked(session, Set.of(entry.filter()));
        } else if (!entry.isWanted()) {
            toRemove.add(entry);
        }
    }

    private void refused(FilterEntry entry, KeryxException why) {
        entry.phase = Phase.REJECTED;
        entry.revokedEarly = false;
        news.refused(entry, why);
        for (Seat seat : entry.seats()) {
            seat.refused(why);
        }
        registry.dropIfDone(entry);
        if (retry == null && !entry.isEmpty()) {
            retry = bus.clock()
                    .after(bus.options().rejectedRetry(), () -> bus.control().run(this::retryRefused));
        }
    }

    private void retryRefused() {
        retry = null;
        for (FilterEntry entry : registry.entries()) {
            if (entry.phase == Phase.REJECTED && link != null) {
                entry.phase = Phase.ABSENT;
                toAdd.add(entry);
            }
        }
        pump();
    }

    private void remove(LinkSession session, Operations open, Batch batch) {
        open.begin("remove", session.remove(batch.filters()), unused -> {
            for (FilterEntry entry : batch.entries()) {
                entry.phase = Phase.ABSENT;
                entry.revokedEarly = false;
                entry.left();
                if (entry.isWanted()) {
                    toAdd.add(entry);
                } else {
                    registry.dropIfDone(entry);
                }
            }
            pump();
        });
    }

    /** The broker took filters away unasked; they are asked for again, a little later each time. */
    void revoked(LinkSession session, Set<TopicFilter> filters) {
        for (TopicFilter filter : filters) {
            FilterEntry entry = registry.entry(filter);
            if (session == link && entry != null) {
                revoked(session, entry);
            }
        }
    }

    private void revoked(LinkSession session, FilterEntry entry) {
        if (entry.phase == Phase.ADDING) {
            entry.revokedEarly = true;
        } else if (entry.phase == Phase.LIVE) {
            entry.phase = Phase.ABSENT;
            toRemove.remove(entry);
            for (Seat seat : entry.seats()) {
                seat.suspended(Gap.Cause.MOVED);
            }
            news.revoked(entry);
            registry.dropIfDone(entry);
            addLater(session, entry);
        }
    }

    private void addLater(LinkSession session, FilterEntry entry) {
        if (entry.isWanted()) {
            Duration pause = Backoff.afterRevocation(bus.clock(), entry.revocations++);
            entry.askAgain(bus.clock().after(pause, () -> bus.control().run(() -> addAgain(session, entry))));
        }
    }

    private void addAgain(LinkSession session, FilterEntry entry) {
        if (session == link && entry.phase == Phase.ABSENT && entry.isWanted()) {
            want(entry);
        }
    }

    /** Frames may be missing; no filters means of all. */
    void missed(LinkSession session, Set<TopicFilter> filters) {
        if (session != link) {
            return;
        }
        for (FilterEntry entry : registry.entries()) {
            boolean mayBeLive = entry.phase == Phase.LIVE || entry.phase == Phase.ADDING;
            if (mayBeLive && (filters.isEmpty() || filters.contains(entry.filter()))) {
                for (Seat seat : entry.seats()) {
                    seat.missed();
                }
            }
        }
    }
}
