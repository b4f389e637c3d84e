package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.Gap;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.FilterEntry.Phase;
import dev.keryx.threads.Callbacks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the broker follow what is wanted, over the present link: adds and removes filters in batches, a few batches at a
 * time, never two operations open for one filter. All of it in control.
 */
final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /** Filters in one operation. */
    private static final int BATCH = 512;

    /** Operations open at once: enough to keep the link busy, few enough that a heartbeat is not stuck behind them. */
    private static final int WINDOW = 4;

    /** An operation unanswered for this long: the link is of no use. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BusContext bus;
    private final ReconcilerEvents events;
    private final Registry registry = new Registry(this);
    private final Set<FilterEntry> toAdd = new LinkedHashSet<>();
    private final Set<FilterEntry> toRemove = new LinkedHashSet<>();
    // Filters wanted when the link came up and not answered since.
    private final Set<FilterEntry> unanswered = new HashSet<>();
    private @Nullable LinkSession link;
    private int open;
    private boolean answered;
    private @Nullable Registration retry;

    Reconciler(BusContext bus, ReconcilerEvents events) {
        this.bus = bus;
        this.events = events;
    }

    Registry registry() {
        return registry;
    }

    /** A link is up: everything wanted is asked for. */
    void up(LinkSession session) {
        link = session;
        open = 0;
        answered = false;
        List<FilterEntry> wanted = registry.wanted();
        toAdd.addAll(wanted);
        unanswered.addAll(wanted);
        pump();
    }

    /** The link is gone. */
    void down() {
        link = null;
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
        while (link != null && open < WINDOW && !(toRemove.isEmpty() && toAdd.isEmpty())) {
            if (!toRemove.isEmpty()) {
                remove(link, take(toRemove, Phase.REMOVING));
            } else {
                add(link, take(toAdd, Phase.ADDING));
            }
        }
        if (link != null && !answered && unanswered.isEmpty()) {
            answered = true;
            events.answered(link);
        }
    }

    private static List<FilterEntry> take(Set<FilterEntry> from, Phase phase) {
        List<FilterEntry> batch = new ArrayList<>(Math.min(from.size(), BATCH));
        var all = from.iterator();
        while (all.hasNext() && batch.size() < BATCH) {
            FilterEntry entry = all.next();
            all.remove();
            entry.phase = phase;
            batch.add(entry);
        }
        return batch;
    }

    private static Set<TopicFilter> filters(Collection<FilterEntry> batch) {
        Set<TopicFilter> filters = new LinkedHashSet<>();
        batch.forEach(entry -> filters.add(entry.filter()));
        return Collections.unmodifiableSet(filters);
    }

    private void add(LinkSession session, List<FilterEntry> batch) {
        for (FilterEntry entry : batch) {
            for (Seat seat : entry.seats()) {
                seat.asked(session.number());
            }
        }
        operate(session, "add", session.add(filters(batch)), rejected -> added(session, batch, rejected));
    }

    private void added(LinkSession session, List<FilterEntry> batch, Map<TopicFilter, KeryxException> rejected) {
        for (FilterEntry entry : batch) {
            KeryxException why = rejected.get(entry.filter());
            if (why != null && entry.isWanted() && events.endsStart(entry.filter(), why)) {
                return;
            }
        }
        for (FilterEntry entry : batch) {
            unanswered.remove(entry);
            KeryxException why = rejected.get(entry.filter());
            if (why != null) {
                refused(entry, why);
            } else {
                live(session, entry);
            }
        }
    }

    private void live(LinkSession session, FilterEntry entry) {
        entry.phase = Phase.LIVE;
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
        bus.telemetry()
                .log(() -> LOG.warn("The broker refuses the filter {}, it is asked again later", entry.filter(), why));
        bus.telemetry().tell(observer -> observer.filterRejected(entry.filter(), why));
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

    private void remove(LinkSession session, List<FilterEntry> batch) {
        operate(session, "remove", session.remove(filters(batch)), unused -> {
            for (FilterEntry entry : batch) {
                entry.phase = Phase.ABSENT;
                entry.revokedEarly = false;
                entry.left();
                if (entry.isWanted()) {
                    toAdd.add(entry);
                } else {
                    registry.dropIfDone(entry);
                }
            }
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
            registry.dropIfDone(entry);
            Duration pause = Backoff.afterRevocation(entry.revocations++);
            var unused = bus.clock().after(pause, () -> bus.control().run(() -> addAgain(session, entry)));
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
            if (entry.phase == Phase.LIVE && (filters.isEmpty() || filters.contains(entry.filter()))) {
                for (Seat seat : entry.seats()) {
                    seat.missed();
                }
            }
        }
    }

    private <T> void operate(LinkSession session, String what, CompletableFuture<T> answer, Consumer<T> then) {
        open++;
        Operation<T> operation = new Operation<>(session, what, then);
        if (!answer.isDone()) {
            operation.patience = bus.clock().after(PATIENCE, () -> bus.control().run(operation::unanswered));
        }
        Callbacks.then(answer, (value, failure) -> bus.control().run(() -> operation.finish(value, failure)));
    }

    /** One operation on its way. */
    private final class Operation<T> {
        private final LinkSession session;
        private final String what;
        private final Consumer<T> then;
        private @Nullable Registration patience;
        private boolean finished;

        Operation(LinkSession session, String what, Consumer<T> then) {
            this.session = session;
            this.what = what;
            this.then = then;
        }

        void unanswered() {
            finish(
                    null,
                    new KeryxException(
                            ErrorCode.TIMEOUT, what + " was not answered in " + PATIENCE.toSeconds() + " s"));
        }

        @SuppressWarnings("NullAway") // the value of a CompletableFuture<Void> is null
        void finish(@Nullable T value, @Nullable Throwable failure) {
            if (patience != null) {
                patience.close();
            }
            if (finished || session != link) {
                return;
            }
            finished = true;
            open--;
            if (failure != null) {
                events.failed(session, DriverCall.failure(failure, what));
            } else {
                session.answered();
                then.accept(value);
                pump();
            }
        }
    }
}
