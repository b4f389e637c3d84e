package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.bus.WhileDisconnected;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The publishes that wait for a link, oldest first: bounded in number, bytes and age. While one waits, or is just being
 * handed to the driver, every other joins the end, so that the order of the calls holds.
 *
 * <p>A new link is given what waits on a driver thread: one that blocks keeps nobody else waiting. A publish is listed as in
 * flight before it is handed over and is out of here from then on, so that nothing is ever sent twice.
 */
final class PublishBuffer {
    /** What to do with publishes that leave. Called outside any lock, on any thread; never throws. */
    interface Outlet {
        /** It is listed as in flight over this link; to be sent now. */
        void send(LinkSession session, InFlight.Pending pending, Frame frame);

        /** It was certainly not sent, and never will be. */
        void fail(InFlight.Pending pending, KeryxException why);
    }

    /** What became of an offer. */
    enum Verdict {
        /** It waits. */
        HELD,
        /** There is a link and nothing waits: whoever offered it sends it. */
        PASSES,
        /** The bounds are reached. */
        FULL,
        /** There is no link, and none is to come that it could wait for. */
        REFUSED
    }

    private record Held(InFlight.Pending pending, Frame frame) {}

    private final BusContext bus;
    private final Outlet outlet;
    private final WhileDisconnected policy;
    private final long ageNanos;
    private final Quota quota;
    private final InFlight.Abandoned abandoned;

    // Written under this; for a quick look.
    private volatile boolean expecting;
    private volatile boolean holding;
    // Guarded by this.
    private final Deque<Held> waiting = new ArrayDeque<>();
    private @Nullable LinkSession link;
    private @Nullable Registration timer;

    PublishBuffer(BusContext bus, Outlet outlet, InFlight.Abandoned abandoned) {
        this.bus = bus;
        this.outlet = outlet;
        this.abandoned = abandoned;
        this.policy = bus.options().whileDisconnected();
        Duration age = policy.bufferAge();
        Duration whole = bus.options().publishTimeout();
        this.ageNanos = (age.compareTo(whole) < 0 ? age : whole).toNanos();
        this.quota = new Quota(policy.bufferMessages(), policy.bufferBytes());
    }

    /** Whether a publish that finds no link may wait for one. */
    boolean isExpecting() {
        return expecting;
    }

    /** Whether every publish has to come here, because others wait. */
    boolean isHolding() {
        return holding;
    }

    /** Takes it in, or says why not; any thread. */
    synchronized Verdict offer(InFlight.Pending pending, Frame frame) {
        boolean up = link != null && !link.isDead();
        if (up && !holding) {
            return Verdict.PASSES;
        }
        if (!up && !expecting) {
            return Verdict.REFUSED;
        }
        if (!quota.reserve(pending.size)) {
            return Verdict.FULL;
        }
        waiting.add(new Held(pending, frame));
        holding = true;
        if (timer == null) {
            watch(ageNanos);
        }
        return Verdict.HELD;
    }

    /** In control: links are being made from now on. */
    synchronized void expectLinks() {
        expecting = policy.buffers();
    }

    /** In control: the present link is the last; where there is none, what waits fails. */
    void expectNoMore() {
        List<Held> hopeless;
        synchronized (this) {
            expecting = false;
            hopeless = link == null ? takeAll() : List.of();
        }
        fail(hopeless);
    }

    /** In control: the present link, or none. */
    void use(@Nullable LinkSession session) {
        List<Held> hopeless;
        boolean flushes;
        synchronized (this) {
            link = session;
            flushes = session != null && holding;
            hopeless = session == null && !expecting ? takeAll() : List.of();
        }
        fail(hopeless);
        if (session != null && flushes) {
            bus.threads().drivers().execute(() -> flush(session));
        }
    }

    /** In control: waits for nothing any more. */
    void giveUp() {
        List<Held> hopeless;
        synchronized (this) {
            hopeless = takeAll();
        }
        fail(hopeless);
    }

    private void fail(List<Held> hopeless) {
        hopeless.forEach(held -> outlet.fail(held.pending(), why(held, "before the bus ended")));
    }

    private static KeryxException why(Held held, String when) {
        return new KeryxException(
                ErrorCode.UNAVAILABLE,
                "there was no link to the broker " + when + ", publishing to " + held.pending().topic);
    }

    private void flush(LinkSession session) {
        for (Held next = next(session); next != null; next = next(session)) {
            outlet.send(session, next.pending(), next.frame());
        }
    }

    /** The oldest, now in flight; null where nothing waits, or this link cannot take it. */
    private synchronized @Nullable Held next(LinkSession session) {
        if (link != session) {
            return null;
        }
        Held oldest = waiting.peek();
        if (oldest == null) {
            holding = false;
            stopWatching();
            return null;
        }
        InFlight.Pending pending = oldest.pending().sentAt(bus.clock().nanos());
        return session.isDead() || !session.inFlight().add(pending, abandoned) ? null : take();
    }

    private Held take() {
        Held oldest = waiting.remove();
        quota.release(oldest.pending().size);
        return oldest;
    }

    private List<Held> takeAll() {
        List<Held> all = new ArrayList<>(waiting.size());
        while (!waiting.isEmpty()) {
            all.add(take());
        }
        stopWatching();
        return all;
    }

    private void watch(long nanos) {
        timer = bus.clock().after(Duration.ofNanos(nanos), this::expire);
    }

    private void stopWatching() {
        if (timer != null) {
            timer.close();
            timer = null;
        }
    }

    private void expire() {
        List<Held> late = new ArrayList<>();
        synchronized (this) {
            timer = null;
            long now = bus.clock().nanos();
            long left = 0;
            while (!waiting.isEmpty() && (left = timeLeft(waiting.element(), now)) <= 0) {
                late.add(take());
            }
            if (!waiting.isEmpty()) {
                watch(left);
            }
        }
        String when = "within " + Duration.ofNanos(ageNanos).toMillis() + " ms";
        late.forEach(held -> outlet.fail(held.pending(), why(held, when)));
    }

    private long timeLeft(Held held, long now) {
        return held.pending().asked + ageNanos - now;
    }
}
