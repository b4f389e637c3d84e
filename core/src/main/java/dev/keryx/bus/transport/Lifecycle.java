package dev.keryx.bus.transport;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Capability;
import dev.keryx.bus.CloseCause;
import dev.keryx.bus.StartPolicy;
import dev.keryx.bus.TopicFilter;
import dev.keryx.threads.Promise;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the bus is in its life, and what follows from what happens to its link. Changes in control, is read anywhere. */
final class Lifecycle implements SupervisorEvents, ReconcilerEvents {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final BusContext bus;
    private final MessageIds ids;
    private final Reconciler reconciler;
    private final Publisher publisher;
    private final Supervisor supervisor;
    private final StateListeners listeners;
    private final Promise<DrainReport> ended;
    private final CountDownLatch closed = new CountDownLatch(1);

    private volatile BusState state = BusState.NEW;
    // In control.
    private @Nullable Promise<Void> started;
    private @Nullable Registration startTimer;
    private @Nullable LinkSession session;
    private @Nullable Shutdown shutdown;
    private int failedAttempts;
    private boolean startFails;
    private boolean endAsked;

    Lifecycle(BusContext bus, BusTransport transport, MessageIds ids, Set<Capability> capabilities) {
        this.bus = bus;
        this.ids = ids;
        this.reconciler = new Reconciler(bus, this);
        this.publisher = new Publisher(bus, ids, capabilities, this::state);
        this.supervisor =
                new Supervisor(bus, transport, new Inbound(bus, reconciler.registry(), ids), reconciler, this);
        this.listeners = new StateListeners(bus.threads());
        this.ended = bus.promise();
    }

    BusState state() {
        return state;
    }

    /** Whether subscriptions are refused. */
    boolean isEnding() {
        return state == BusState.DRAINING || state == BusState.CLOSED;
    }

    Registry registry() {
        return reconciler.registry();
    }

    Publisher publisher() {
        return publisher;
    }

    StateListeners listeners() {
        return listeners;
    }

    /** In control: takes a new subscription in, or ends it at once where the bus has ended since it was asked for. */
    void admit(Subscriber subscriber, Runnable sit) {
        if (isEnding()) {
            subscriber.close(CloseCause.BUS_CLOSED);
            sit.run();
        } else {
            registry().remember(subscriber);
            sit.run();
        }
    }

    void awaitClosed() throws InterruptedException {
        closed.await();
    }

    private void to(BusState next) {
        BusState before = state;
        state = next;
        listeners.changed(next);
        bus.telemetry().tell(observer -> observer.stateChanged(before, next));
    }

    /** Starts, or shares the start under way; settles the future. */
    void start(CompletableFuture<Void> mine) {
        switch (state) {
            case NEW -> {
                begin();
                share(mine);
            }
            case STARTING -> share(mine);
            case RUNNING, RECONNECTING -> bus.completions().complete(mine, null);
            case DRAINING, CLOSED -> bus.completions().fail(mine, isOver());
        }
    }

    private void share(CompletableFuture<Void> mine) {
        if (started != null) {
            started.into(mine);
        }
    }

    private static KeryxException isOver() {
        return new KeryxException(ErrorCode.CLOSED, "the bus has ended");
    }

    private void begin() {
        Promise<Void> outcome = bus.promise();
        started = outcome;
        bus.threads().open();
        registry().subscribers().forEach(Subscriber::wake);
        ids.draw();
        publisher.expectLinks();
        to(BusState.STARTING);
        if (bus.options().startPolicy() == StartPolicy.RETRY_IN_BACKGROUND) {
            registry().entries().forEach(entry -> entry.forEachSeat(Seat::waitOutRefusals));
            to(BusState.RECONNECTING);
            outcome.complete(null);
        } else {
            Duration limit = bus.options().startTimeout();
            startTimer = bus.clock()
                    .after(
                            limit,
                            () -> bus.control()
                                    .run(() -> failStart(new KeryxException(
                                            ErrorCode.UNAVAILABLE,
                                            "the bus could not start within " + limit.toMillis() + " ms"))));
        }
        supervisor.start();
    }

    @Override
    public void up(LinkSession opened) {
        session = opened;
        failedAttempts = 0;
        publisher.use(opened);
        reconciler.up(opened);
    }

    @Override
    public void answered(LinkSession answered) {
        if (state == BusState.STARTING && !startFails) {
            endStartTimer();
            to(BusState.RUNNING);
            if (started != null) {
                started.complete(null);
            }
        } else if (state == BusState.RECONNECTING) {
            to(BusState.RUNNING);
            bus.telemetry().log(() -> LOG.info("The link to the broker is up, every subscription was answered"));
        }
    }

    /**
     * A line for whoever runs this; the stack for whoever looks for a fault. None while starting: that fails the start, and
     * whoever asked for it hears why.
     */
    private void warn(String what, KeryxException why) {
        if (state != BusState.STARTING) {
            bus.telemetry().log(() -> {
                LOG.warn("{}: {}", what, why.getMessage());
                LOG.debug("{}", what, why);
            });
        }
    }

    @Override
    public void attemptFailed(KeryxException why) {
        if (failedAttempts++ == 0) {
            warn("No link to the broker, others are tried", why);
        }
        bus.telemetry().tell(observer -> observer.connectFailed(why));
        failStart(why);
    }

    @Override
    public void down(LinkSession lost, KeryxException why) {
        warn("The link to the broker is lost", why);
        bus.telemetry().tell(observer -> observer.linkLost(why));
        linkGone(why);
        if (state == BusState.RUNNING) {
            to(BusState.RECONNECTING);
        }
        failStart(why);
    }

    private void linkGone(KeryxException why) {
        publisher.use(null);
        LinkSession gone = session;
        session = null;
        if (gone != null) {
            gone.kill();
            gone.inFlight().end(Outcomes.linkLost(why), publisher::abandon);
        }
        reconciler.down();
    }

    @Override
    public void failed(LinkSession failing, Throwable cause) {
        supervisor.lost(failing, LinkLoss.of("the link failed an operation", cause));
    }

    @Override
    public boolean endsStart(TopicFilter filter, KeryxException why) {
        if (state != BusState.STARTING) {
            return false;
        }
        failStart(new KeryxException(ErrorCode.REJECTED, "the broker refuses the filter " + filter, why));
        return true;
    }

    /** Gives everything back, and the bus is new again. Without effect where it is not starting. */
    private void failStart(KeryxException why) {
        if (state != BusState.STARTING || startFails) {
            return;
        }
        startFails = true;
        endStartTimer();
        publisher.expectNoMoreLinks();
        linkGone(why);
        supervisor.stop(() -> {
            startFails = false;
            if (!endAsked) {
                to(BusState.NEW);
            }
            if (started != null) {
                started.fail(why);
            }
            if (endAsked) {
                endUnstarted();
            } else {
                bus.threads().close();
            }
        });
    }

    private void endStartTimer() {
        if (startTimer != null) {
            startTimer.close();
            startTimer = null;
        }
    }

    /** Ends, or shares the end under way and brings it forward; settles the future. */
    void drain(Duration within, CompletableFuture<DrainReport> mine) {
        ended.into(mine);
        switch (state) {
            case NEW -> endUnstarted();
            case STARTING -> {
                endAsked = true;
                failStart(isOver());
            }
            case RUNNING, RECONNECTING -> {
                supervisor.noMore();
                publisher.expectNoMoreLinks();
                to(BusState.DRAINING);
                shutdown = new Shutdown(bus, registry().subscribers(), publisher, this::flushed);
                shutdown.begin(within);
            }
            case DRAINING -> {
                if (shutdown != null) {
                    shutdown.deadlineIn(within);
                }
            }
            case CLOSED -> {}
        }
    }

    private void endUnstarted() {
        to(BusState.DRAINING);
        Shutdown all = new Shutdown(bus, registry().subscribers(), publisher, this::end);
        all.begin(Duration.ZERO);
    }

    private void flushed(DrainReport report) {
        supervisor.stop(() -> {
            linkGone(isOver());
            end(report);
        });
    }

    private void end(DrainReport report) {
        to(BusState.CLOSED);
        ended.complete(report);
        bus.telemetry().tell(observer -> observer.drained(report));
        bus.threads().close();
        closed.countDown();
    }
}
