package dev.keryx.gateway.engine;

import dev.keryx.DrainReport;
import dev.keryx.Registration;
import dev.keryx.gateway.DrainPlan;
import dev.keryx.gateway.link.LinkServer;
import dev.keryx.gateway.link.Relay;
import dev.keryx.threads.Callbacks;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway's end, step by step: the listener closes, every link hears a goodbye and is flushed, handlers finish, at the
 * deadline the rest is forced, the node leaves the cluster, the server gives back what it holds. Any thread.
 */
final class Draining {
    private static final Logger LOG = LoggerFactory.getLogger(Draining.class);

    /** What may take longer than the plan: leaving the cluster and giving back threads. */
    private static final Duration LAST_STEPS = Duration.ofSeconds(5);

    private final Site site;
    private final LinkServer server;
    private final DrainPlan plan;
    private final Farewell farewell;

    /** Completes with the report; never fails. */
    private final CompletableFuture<DrainReport> outcome = new CompletableFuture<>();

    // All guarded by this.
    private boolean linksGone;
    private boolean clientsDone;
    private DrainReport report = DrainReport.NOTHING;
    private @Nullable Registration deadline;
    private @Nullable Registration lastChance;

    Draining(Site site, LinkServer server, DrainPlan plan) {
        this.site = site;
        this.server = server;
        this.plan = plan;
        this.farewell = new Farewell(site, plan, this::allGone);
    }

    CompletableFuture<DrainReport> begin() {
        Registration last = site.clock.after(plan.within().plus(LAST_STEPS), this::giveUp);
        synchronized (this) {
            lastChance = last;
        }
        logged(Starting.attempt(server::stopAccepting), "Closing the listener");
        site.busy.whenEmpty(this::maybeClientsDone);
        farewell.begin();
        Registration timer = site.clock.after(plan.within(), this::timeOver);
        synchronized (this) {
            deadline = timer;
            if (clientsDone) {
                timer.close();
            }
        }
        return outcome;
    }

    private void allGone() {
        synchronized (this) {
            linksGone = true;
        }
        maybeClientsDone();
    }

    private void maybeClientsDone() {
        synchronized (this) {
            if (!linksGone || !site.busy.isEmpty() || clientsDone) {
                return;
            }
            clientsDone = true;
            report = new DrainReport(farewell.countGone(), 0, 0);
            if (deadline != null) {
                deadline.close();
            }
        }
        leaveCluster();
    }

    private void timeOver() {
        synchronized (this) {
            if (clientsDone) {
                return;
            }
            clientsDone = true;
            report = new DrainReport(farewell.countGone(), farewell.countLeft(), site.busy.interrupt());
        }
        farewell.force();
        leaveCluster();
    }

    private void leaveCluster() {
        Relay relay = site.relay;
        if (relay == null) {
            closeServer();
            return;
        }
        Callbacks.then(Starting.attempt(() -> relay.drain(LAST_STEPS.dividedBy(2))), (left, failure) -> {
            if (failure != null) {
                Trouble.warn(LOG, "Leaving the cluster failed, the drain goes on", failure);
            }
            closeServer();
        });
    }

    private void closeServer() {
        Callbacks.then(Starting.attempt(server::close), (closed, failure) -> {
            if (failure != null) {
                Trouble.warn(LOG, "Closing the server failed, the drain ends", failure);
            }
            finish();
        });
    }

    private void finish() {
        DrainReport result;
        Registration timer;
        synchronized (this) {
            result = report;
            timer = lastChance;
        }
        if (timer != null) {
            timer.close();
        }
        outcome.complete(result);
    }

    private void giveUp() {
        if (!outcome.isDone()) {
            LOG.warn("The gateway's end takes longer than it should; what is left ends when it does");
            finish();
        }
    }

    private static void logged(CompletableFuture<Void> step, String what) {
        Callbacks.then(step, (done, failure) -> {
            if (failure != null) {
                Trouble.warn(LOG, what + " failed, the drain goes on", failure);
            }
        });
    }
}
