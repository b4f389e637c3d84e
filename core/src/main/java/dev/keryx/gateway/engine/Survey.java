package dev.keryx.gateway.engine;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.threads.Callbacks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Finds out who is in an audience on this node: asked on every lane in its turn, so joins made before count. */
final class Survey implements Op {
    /** No lane is busy for so long; one that has ended never answers. */
    private static final Duration WITHIN = Duration.ofSeconds(2);

    private final String namespace;
    private final Recipients recipients;
    private final CompletableFuture<List<Presence>> outcome = new CompletableFuture<>();

    // Guarded by this.
    private final List<Presence> found = new ArrayList<>();
    private int lanesLeft;

    private Survey(String namespace, Recipients recipients) {
        this.namespace = namespace;
        this.recipients = recipients;
    }

    /** Completes on a lane, or at once where there is nobody; fails {@code TIMEOUT} where a lane does not answer. */
    static CompletableFuture<List<Presence>> of(Site site, String namespace, Recipients recipients) {
        Survey survey = new Survey(namespace, recipients);
        List<LaneLoop> asked = site.loops().stream().filter(recipients::on).toList();
        survey.lanesLeft = asked.size();
        if (asked.isEmpty()) {
            survey.outcome.complete(List.of());
            return survey.outcome;
        }
        Registration timer = site.clock.after(WITHIN, survey::late);
        Callbacks.then(survey.outcome, (found, failure) -> timer.close());
        for (LaneLoop loop : asked) {
            loop.offer(survey);
            loop.wake();
        }
        return survey.outcome;
    }

    @Override
    public void apply(LaneLoop loop) {
        long bit = loop.run.spare();
        recipients.mark(loop, bit);
        List<Presence> here = new ArrayList<>();
        loop.run.each(bit, outlet -> {
            Presence presence = outlet.peer.talk().in(namespace);
            if (presence != null) {
                here.add(presence);
            }
        });
        loop.run.erase(bit);
        add(here);
    }

    private void late() {
        outcome.completeExceptionally(
                new KeryxException(ErrorCode.TIMEOUT, "members of " + namespace + " did not answer within " + WITHIN));
    }

    private synchronized void add(List<Presence> here) {
        found.addAll(here);
        if (--lanesLeft == 0) {
            outcome.complete(List.copyOf(found));
        }
    }
}
