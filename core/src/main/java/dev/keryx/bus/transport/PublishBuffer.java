package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.Topic;
import dev.keryx.bus.WhileDisconnected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The publishes that wait for a link, or to be tried again, oldest first: bounded in number, bytes and age. While one of a
 * {@link Row} waits, or is just being handed to the driver, every other of that row joins the end, so that the order of the
 * calls holds.
 *
 * <p>A link is given what waits on a driver thread: one that blocks keeps nobody else waiting. A publish is listed as in
 * flight before it is handed over and is out of here from then on, so that nothing is ever sent twice. One that the driver
 * certainly did not send comes back to its place, unless a later one of its row was taken, or may have been. It is tried again
 * alone, and those behind it go when it is taken.
 */
final class PublishBuffer {
    /** What to do with publishes that leave. Called outside any lock, on any thread; never throws. */
    interface Outlet {
        /** It is listed as in flight over this link; to be sent now. */
        void send(LinkSession session, InFlight.Pending pending);

        /** It was certainly not sent, and never will be. */
        void fail(InFlight.Pending pending, KeryxException why);
    }

    /** What became of an offer. */
    enum Verdict {
        /** It waits, or where nothing does it was sent. */
        TAKEN,
        /** The bounds are reached. */
        FULL,
        /** There is no link, and none is to come that it could wait for. */
        REFUSED
    }

    private final BusContext bus;
    private final Outlet outlet;
    private final WhileDisconnected policy;
    private final long ageNanos;
    private final Quota quota;
    private final InFlight.Abandoned abandoned;

    // Written under this; for a quick look.
    private volatile boolean expecting;
    // Guarded by this.
    private final Rows rows;
    private long numbers;
    private @Nullable LinkSession link;

    /** @param oneOrder whether the order of all topics together is kept, and not that of each */
    PublishBuffer(BusContext bus, Outlet outlet, boolean oneOrder, InFlight.Abandoned abandoned) {
        this.bus = bus;
        this.outlet = outlet;
        this.abandoned = abandoned;
        this.rows = new Rows(oneOrder);
        this.policy = bus.options().whileDisconnected();
        Duration age = policy.bufferAge();
        Duration whole = bus.options().publishTimeout();
        this.ageNanos = (age.compareTo(whole) < 0 ? age : whole).toNanos();
        this.quota = new Quota(policy.bufferMessages(), policy.bufferBytes());
    }

    /** Whether publishes to this topic may wait, and therefore have to come here. */
    boolean takes(Topic topic) {
        // What nodes say among themselves is about now: late, it would contradict what was told of the hole meanwhile.
        return policy.buffers() && !topic.isReserved();
    }

    /** Whether a publish that finds no link may wait for one. */
    boolean isExpecting() {
        return expecting;
    }

    /** Takes it in, or says why not; any thread. */
    Verdict offer(InFlight.Pending pending) {
        Verdict verdict;
        LinkSession goesOver;
        synchronized (this) {
            pending.number = ++numbers;
            Row row = rows.of(pending.topic);
            goesOver = passes(pending, row) ? link : null;
            verdict = goesOver != null ? Verdict.TAKEN : hold(pending, row);
            rows.dropIfIdle(row);
        }
        if (goesOver != null) {
            outlet.send(goesOver, pending);
        }
        return verdict;
    }

    private boolean passes(InFlight.Pending pending, Row row) {
        if (link == null || !row.isClear() || !isListed(link, pending)) {
            return false;
        }
        row.handedOver(pending, link);
        return true;
    }

    private Verdict hold(InFlight.Pending pending, Row row) {
        if (!expecting && (link == null || link.isDead())) {
            return Verdict.REFUSED;
        }
        if (!quota.reserve(pending.size)) {
            return Verdict.FULL;
        }
        add(pending, row);
        return Verdict.TAKEN;
    }

    private void add(InFlight.Pending pending, Row row) {
        row.add(pending);
        if (row.oldest() == pending) {
            watch(row, pending);
        }
    }

    private void remove(InFlight.Pending pending, Row row) {
        row.remove(pending);
        quota.release(pending.size);
    }

    /**
     * One that was handed over has been taken, or has failed; any thread.
     *
     * @return whether it is back in its place, to be tried again
     */
    boolean takesBack(InFlight.Pending pending, @Nullable KeryxException failure) {
        if (pending.number == 0) {
            return false; // it never came here
        }
        boolean back;
        List<InFlight.Pending> overtaken;
        Row row;
        LinkSession ready;
        synchronized (this) {
            row = rows.of(pending.topic);
            row.landed(pending, link);
            back = failure != null && Outcomes.isForNow(failure) && takesBack(pending, row, failure);
            boolean mayBeGone = failure == null || failure.code() == ErrorCode.OUTCOME_UNKNOWN;
            overtaken = mayBeGone ? row.gone(pending) : List.of();
            overtaken.forEach(late -> remove(late, row));
            ready = claim(row);
            rows.dropIfIdle(row);
        }
        fail(overtaken, "before a later one was sent");
        flushSoon(ready, row);
        return back;
    }

    private boolean takesBack(InFlight.Pending pending, Row row, KeryxException why) {
        boolean inTime = timeLeft(pending, bus.clock().nanos()) > 0;
        if (!expecting || !inTime || row.isOvertaken(pending) || !quota.reserve(pending.size)) {
            return false;
        }
        pending.refusal = why;
        add(pending, row);
        row.pause(bus, () -> resume(row));
        return true;
    }

    private void resume(Row row) {
        LinkSession ready;
        synchronized (this) {
            row.endPause();
            ready = claim(row);
        }
        flushSoon(ready, row);
    }

    /** In control: links are being made from now on. */
    synchronized void expectLinks() {
        expecting = policy.buffers();
    }

    /** In control: the present link is the last; where there is none, what waits fails. */
    void expectNoMore() {
        boolean hopeless;
        synchronized (this) {
            expecting = false;
            hopeless = link == null;
        }
        if (hopeless) {
            giveUp();
        }
    }

    /** In control: the present link, or none. */
    void use(@Nullable LinkSession session) {
        List<Row> ready;
        synchronized (this) {
            link = session;
            rows.changeLink();
            ready = rows.all().stream().filter(row -> claim(row) != null).toList();
        }
        if (session != null && !ready.isEmpty()) {
            bus.threads().drivers().execute(() -> ready.forEach(row -> flush(session, row)));
        } else if (session == null && !expecting) {
            giveUp();
        }
    }

    /** In control: waits for nothing any more, and where no link is to come takes nothing either. */
    void giveUp() {
        List<InFlight.Pending> hopeless = new ArrayList<>();
        synchronized (this) {
            link = expecting ? link : null;
            for (Row row : rows.all()) {
                Collection<InFlight.Pending> waiting = row.all();
                waiting.forEach(pending -> remove(pending, row));
                hopeless.addAll(waiting);
                rows.dropIfIdle(row);
            }
        }
        fail(hopeless, "before the bus ended");
    }

    private void fail(List<InFlight.Pending> hopeless, String when) {
        hopeless.forEach(pending -> outlet.fail(pending, why(pending, when)));
    }

    private static KeryxException why(InFlight.Pending pending, String when) {
        KeryxException refusal = pending.refusal;
        String what = refusal == null ? "there was no link to the broker " : "the link did not take it ";
        return new KeryxException(ErrorCode.UNAVAILABLE, what + when + ", publishing to " + pending.topic, refusal);
    }

    /** The link that is to be given what waits in the row, from now on by whoever asked; null where that is not to be now. */
    private @Nullable LinkSession claim(Row row) {
        LinkSession up = link == null || link.isDead() || !row.isReady() ? null : link;
        row.flushing = up == null ? row.flushing : up;
        return up;
    }

    private void flushSoon(@Nullable LinkSession session, Row row) {
        if (session != null) {
            bus.threads().drivers().execute(() -> flush(session, row));
        }
    }

    private void flush(LinkSession session, Row row) {
        for (InFlight.Pending next = next(session, row); next != null; next = next(session, row)) {
            outlet.send(session, next);
        }
    }

    /** The oldest, now in flight; null where nothing waits, or this link cannot take it, or not yet. */
    private synchronized InFlight.@Nullable Pending next(LinkSession session, Row row) {
        if (row.flushing != session) {
            return null; // there is another link by now
        }
        InFlight.Pending oldest = row.oldest();
        if (oldest == null || row.isHeldBack() || !isListed(session, oldest)) {
            row.flushing = null;
            rows.dropIfIdle(row);
            return null;
        }
        remove(oldest, row);
        row.handedOver(oldest, session);
        return oldest;
    }

    private boolean isListed(LinkSession session, InFlight.Pending pending) {
        return !session.isDead()
                && session.inFlight().add(pending.sentAt(bus.clock().nanos()), abandoned);
    }

    private void watch(Row row, InFlight.Pending oldest) {
        long left = Math.max(0, timeLeft(oldest, bus.clock().nanos()));
        row.watch(bus.clock().after(Duration.ofNanos(left), () -> expire(row)));
    }

    private void expire(Row row) {
        List<InFlight.Pending> late = new ArrayList<>();
        synchronized (this) {
            long now = bus.clock().nanos();
            InFlight.Pending oldest = row.oldest();
            while (oldest != null && timeLeft(oldest, now) <= 0) {
                remove(oldest, row);
                late.add(oldest);
                oldest = row.oldest();
            }
            if (oldest != null) {
                watch(row, oldest);
            }
            rows.dropIfIdle(row);
        }
        fail(late, "within " + Duration.ofNanos(ageNanos).toMillis() + " ms");
    }

    private long timeLeft(InFlight.Pending pending, long now) {
        return pending.asked + ageNanos - now;
    }
}
