package dev.keryx.gateway.engine;

import dev.keryx.KeryxException;
import dev.keryx.NodeId;
import dev.keryx.Registration;
import dev.keryx.gateway.Acks;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One question to many connections. Each lane says whom it has asked; it is over when all lanes have spoken and all who were
 * asked have answered or left, or when the time is. Any thread.
 */
final class AckRound implements PendingAcks.Waiting {
    private final Site site;
    final long id;
    private final Set<NodeId> missingNodes;
    private final CompletableFuture<Acks> outcome;

    // Guarded by this.
    private final Map<String, Args> replies = new HashMap<>();
    private final Map<String, Refusal> refusals = new HashMap<>();
    private final Set<String> missing = new HashSet<>();
    private final Map<String, PendingAcks> asked = new HashMap<>();
    private int lanesLeft;
    private boolean over;
    private @Nullable Registration timer;

    AckRound(Site site, Set<NodeId> missingNodes) {
        this.site = site;
        this.id = site.ids.question();
        this.missingNodes = missingNodes;
        this.outcome = site.callbacks.future();
    }

    CompletableFuture<Acks> outcome() {
        return outcome;
    }

    /** Begins, once it is known how many lanes will ask. */
    synchronized void begin(int lanes, Duration within) {
        lanesLeft += lanes;
        timer = site.clock.after(within, this::timeOut);
        settle();
    }

    /** On a lane: this one is being asked. */
    void ask(Presence presence) {
        String connection = presence.id();
        synchronized (this) {
            if (over) {
                return;
            }
            asked.put(connection, presence.acks());
        }
        KeryxException refusal = presence.acks().expect(id, this);
        if (refusal != null) {
            left(connection);
        }
    }

    /** On a lane: all its members have been asked. */
    synchronized void laneDone() {
        lanesLeft--;
        settle();
    }

    @Override
    public synchronized void answered(String connection, Args args) {
        if (asked.remove(connection) != null) {
            replies.put(connection, args);
            settle();
        }
    }

    @Override
    public synchronized void refused(String connection, Refusal refusal) {
        if (asked.remove(connection) != null) {
            refusals.put(connection, refusal);
            settle();
        }
    }

    @Override
    public synchronized void left(String connection) {
        if (asked.remove(connection) != null) {
            missing.add(connection);
            settle();
        }
    }

    private void timeOut() {
        Map<String, PendingAcks> late;
        synchronized (this) {
            late = Map.copyOf(asked);
            missing.addAll(asked.keySet());
            asked.clear();
            lanesLeft = 0;
            settle();
        }
        late.values().forEach(pending -> pending.take(id));
    }

    /** Under the monitor. */
    private void settle() {
        if (over || lanesLeft > 0 || !asked.isEmpty() || timer == null) {
            return;
        }
        over = true;
        timer.close();
        site.callbacks.complete(
                outcome, new Acks(Map.copyOf(replies), Map.copyOf(refusals), Set.copyOf(missing), missingNodes));
    }
}
