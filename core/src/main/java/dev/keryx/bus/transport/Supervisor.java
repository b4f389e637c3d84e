package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.bus.TopicFilter;
import dev.keryx.threads.Callbacks;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one link up: opens it, watches over it, and when it is lost closes it and opens another after a pause drawn at
 * random. Knows nothing of what travels over it. All of it in control; the driver itself is called on driver threads, so
 * that one that blocks keeps nobody else waiting.
 */
final class Supervisor implements LinkReports {
    /** An attempt unanswered for this long is given up. */
    private static final Duration OPEN_PATIENCE = Duration.ofSeconds(10);

    /** A driver is to be closed, and to give everything back, within a second each; it is not waited for much longer. */
    private static final Duration CLOSE_PATIENCE = Duration.ofMillis(1_500);

    /** A driver is to begin an attempt without blocking; one that blocks is not waited for much longer. */
    private static final Duration CALL_PATIENCE = Duration.ofMillis(500);

    private final BusContext bus;
    private final BusTransport transport;
    private final Inbound inbound;
    private final Reconciler reconciler;
    private final SupervisorEvents events;
    private final Backoff backoff;

    // How the driver calls itself; asked on driver threads, like everything else.
    private volatile String name;
    private long number;
    private boolean wanted;
    private @Nullable LinkSession opening;
    // Done when the driver has begun the latest attempt.
    private CompletableFuture<?> begun = CompletableFuture.allOf();
    private boolean releasedEarly;
    private @Nullable LinkSession current;
    private @Nullable Heartbeat heartbeat;
    private @Nullable Registration timer;
    private long upSince;

    Supervisor(
            BusContext bus, BusTransport transport, Inbound inbound, Reconciler reconciler, SupervisorEvents events) {
        this.bus = bus;
        this.transport = transport;
        this.name = transport.getClass().getName();
        this.inbound = inbound;
        this.reconciler = reconciler;
        this.events = events;
        this.backoff = new Backoff(bus.clock(), bus.options().reconnectCap());
    }

    /** Opens a link now, and others when it is lost, until told otherwise. */
    void start() {
        wanted = true;
        releasedEarly = false;
        backoff.reset();
        connect();
    }

    /** No further link after this one. */
    void noMore() {
        wanted = false;
        cancelTimer();
        opening = null;
    }

    private void connect() {
        LinkSession session = new LinkSession(++number, bus, inbound, this);
        opening = session;
        timer = bus.clock().after(OPEN_PATIENCE, () -> bus.control().run(() -> giveUp(session)));
        CompletableFuture<Boolean> called = new CompletableFuture<>();
        begun = called;
        Callbacks.then(
                DriverCall.on(bus.threads().drivers(), "open", () -> {
                    try {
                        return open(session);
                    } finally {
                        called.complete(true);
                    }
                }),
                (link, failure) -> bus.control().run(() -> opened(session, link, failure)));
    }

    /** On the driver's threads, where it may block or throw: whatever it is asked for. */
    private @Nullable CompletableFuture<BusLink> open(LinkSession session) {
        name = nameOf(transport);
        CompletableFuture<BusLink> attempt = transport.open(session);
        return attempt == null ? null : attempt.thenApply(session::opened);
    }

    private static String nameOf(BusTransport transport) {
        try {
            return String.valueOf(transport.toString());
        } catch (Throwable unnamed) {
            return transport.getClass().getName();
        }
    }

    private void giveUp(LinkSession session) {
        if (session == opening) {
            opening = null;
            KeryxException why = new KeryxException(
                    ErrorCode.UNAVAILABLE, name + " did not answer within " + OPEN_PATIENCE.toSeconds() + " s");
            release(() -> {
                if (session.number() == number) {
                    attemptFailed(why);
                }
            });
        }
    }

    private void opened(LinkSession session, @Nullable BusLink link, @Nullable Throwable failure) {
        if (session != opening) {
            var unused = session.close(); // it comes too late: nobody wants it any more
            releaseAgain();
            return;
        }
        cancelTimer();
        opening = null;
        if (link == null || session.isDead()) {
            session.kill();
            var unused = session.close();
            attemptFailed(why(failure));
            return;
        }
        current = session;
        upSince = bus.clock().nanos();
        heartbeat = new Heartbeat(bus, session, why -> lost(session, why));
        heartbeat.start();
        events.up(session);
    }

    private KeryxException why(@Nullable Throwable failure) {
        return failure != null
                ? DriverCall.failure(failure, "open")
                : new KeryxException(ErrorCode.UNAVAILABLE, "no link to " + name);
    }

    private void attemptFailed(KeryxException why) {
        events.attemptFailed(why);
        connectLater();
    }

    private void connectLater() {
        if (wanted && opening == null && current == null) {
            cancelTimer();
            timer = bus.clock()
                    .after(
                            backoff.next(),
                            () -> bus.control().run(() -> {
                                if (wanted && opening == null && current == null) {
                                    connect();
                                }
                            }));
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.close();
            timer = null;
        }
    }

    @Override
    public void lost(LinkSession session, KeryxException why) {
        session.kill();
        if (session == opening) {
            cancelTimer();
            opening = null;
            attemptFailed(why);
        } else if (session == current) {
            current = null;
            if (heartbeat != null) {
                heartbeat.stop();
            }
            if (bus.clock().nanos() - upSince >= bus.options().reconnectCap().toNanos()) {
                backoff.reset();
            }
            events.down(session, why);
            // The next link only when this one can bring nothing more: else old and new frames would mix.
            within(CLOSE_PATIENCE, session.close(), this::connectLater);
        }
    }

    @Override
    public void missed(LinkSession session, Set<TopicFilter> filters) {
        reconciler.missed(session, filters);
    }

    @Override
    public void revoked(LinkSession session, Set<TopicFilter> filters) {
        reconciler.revoked(session, filters);
    }

    /** Ends the link and gives everything back; calls back when that is done or has been waited for long enough. */
    void stop(Runnable stopped) {
        noMore();
        LinkSession ending = current;
        current = null;
        if (heartbeat != null) {
            heartbeat.stop();
        }
        if (ending == null) {
            release(stopped);
        } else {
            ending.kill();
            within(CLOSE_PATIENCE, ending.close(), () -> release(stopped));
        }
    }

    /** Not before the attempt has begun, or what that makes would stay for ever. */
    private void release(Runnable released) {
        within(CALL_PATIENCE, begun, () -> {
            releasedEarly = !begun.isDone();
            within(CLOSE_PATIENCE, callRelease(), released);
        });
    }

    private CompletableFuture<Void> callRelease() {
        return DriverCall.on(bus.threads().drivers(), "release", transport::release);
    }

    private void releaseAgain() {
        if (releasedEarly) {
            releasedEarly = false;
            var unused = callRelease();
        }
    }

    private void within(Duration limit, CompletableFuture<?> answer, Runnable then) {
        boolean[] called = {false};
        Runnable once = () -> {
            if (!called[0]) {
                called[0] = true;
                then.run();
            }
        };
        Registration patience = answer.isDone()
                ? () -> {}
                : bus.clock().after(limit, () -> bus.control().run(once));
        Callbacks.then(
                answer,
                (unused, failure) -> bus.control().run(() -> {
                    patience.close();
                    once.run();
                }));
    }
}
