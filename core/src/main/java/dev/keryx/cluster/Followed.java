package dev.keryx.cluster;

import dev.keryx.Registration;
import dev.keryx.bus.Topic;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One topic that this node follows, and for whom. Guarded by the lock of {@link Followings}. */
final class Followed {
    private enum Standing {
        UNASKED,
        ASKED,
        CONFIRMED,
        REFUSED
    }

    final Topic topic;

    /** All that were ever followed by this topic; nearly always one. */
    private Set<Said.Place> places = Set.of();

    private int holders;

    /** Runs while nobody holds it. */
    private @Nullable Registration linger;

    /** The question to the bus that counts; answers to earlier ones mean nothing. */
    private @Nullable CompletableFuture<Void> asked;

    private Standing standing = Standing.UNASKED;

    /** Somebody was told that it is not live: a gap is due when it is. */
    private boolean gapDue;

    /** Unmodifiable while it is empty, which it is nearly always. */
    private List<CompletableFuture<Boolean>> waiting = List.of();

    Followed(Topic topic) {
        this.topic = topic;
    }

    Set<Said.Place> places() {
        return places;
    }

    /** One holder more. */
    void hold(Said.Place place) {
        if (!places.contains(place)) {
            Set<Said.Place> more = new LinkedHashSet<>(places);
            more.add(place);
            places = Set.copyOf(more);
        }
        holders++;
        stopLinger();
    }

    /** Whether the topic is live, or will be. */
    CompletableFuture<Boolean> live(boolean up) {
        if (standing == Standing.ASKED && up) {
            CompletableFuture<Boolean> live = new CompletableFuture<>();
            waiting = waiting.isEmpty() ? new ArrayList<>(1) : waiting;
            waiting.add(live);
            return live;
        }
        gapDue |= standing != Standing.CONFIRMED;
        return CompletableFuture.completedFuture(standing == Standing.CONFIRMED && up);
    }

    /** @return whether that was the last */
    boolean letGo() {
        return --holders == 0;
    }

    boolean held() {
        return holders > 0;
    }

    void linger(Registration timer) {
        linger = timer;
    }

    /** Whether this is still the timer that runs. */
    boolean lingers() {
        return linger != null;
    }

    void stopLinger() {
        if (linger != null) {
            linger.close();
            linger = null;
        }
    }

    void asked(CompletableFuture<Void> question) {
        asked = question;
        standing = Standing.ASKED;
    }

    boolean isAsked(CompletableFuture<Void> question) {
        return asked == question;
    }

    /** The bus is asked no longer: nobody will be told anything. */
    void forget() {
        asked = null;
        standing = Standing.UNASKED;
        gapDue = true;
    }

    /** @return whether a gap is due now */
    boolean confirm() {
        standing = Standing.CONFIRMED;
        boolean due = gapDue;
        gapDue = false;
        return due;
    }

    void refuse() {
        standing = Standing.REFUSED;
        gapDue = true;
    }

    void owesGap() {
        gapDue = true;
    }

    boolean stillWaits(CompletableFuture<Boolean> live) {
        return !waiting.isEmpty() && waiting.removeIf(one -> one == live);
    }

    List<CompletableFuture<Boolean>> takeWaiting() {
        List<CompletableFuture<Boolean>> taken = waiting;
        waiting = List.of();
        return taken;
    }
}
