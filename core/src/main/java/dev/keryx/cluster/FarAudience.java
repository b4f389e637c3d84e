package dev.keryx.cluster;

import dev.keryx.ErrorCode;
import dev.keryx.JsonArgs;
import dev.keryx.KeryxException;
import dev.keryx.gateway.Acks;
import dev.keryx.gateway.Audience;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.Listing;
import dev.keryx.gateway.Members;
import dev.keryx.gateway.Receipt;
import dev.keryx.gateway.Tally;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Connections of one namespace, all of them on other nodes. Immutable. */
final class FarAudience implements Audience, Members {
    private final ServiceEmitter emitter;
    private final String namespace;

    /** Null: everybody; empty: nobody. */
    private final @Nullable Set<Target> to;

    private final Set<Target> except;
    private final Delivery delivery;

    /** Whether only this node is meant, where nobody is. */
    private final boolean local;

    FarAudience(ServiceEmitter emitter, String namespace) {
        this(emitter, namespace, null, Set.of(), Delivery.QUEUED, false);
    }

    private FarAudience(
            ServiceEmitter emitter,
            String namespace,
            @Nullable Set<Target> to,
            Set<Target> except,
            Delivery delivery,
            boolean local) {
        this.emitter = emitter;
        this.namespace = namespace;
        this.to = to;
        this.except = except;
        this.delivery = delivery;
        this.local = local;
    }

    private static Set<Target> union(@Nullable Set<Target> some, Collection<Target> more) {
        Set<Target> all = some == null ? new LinkedHashSet<>() : new LinkedHashSet<>(some);
        all.addAll(more);
        return all;
    }

    @Override
    public Audience to(Collection<Target> targets) {
        return new FarAudience(emitter, namespace, union(to, targets), except, delivery, local);
    }

    @Override
    public Audience except(Collection<Target> targets) {
        return new FarAudience(emitter, namespace, to, union(except, targets), delivery, local);
    }

    /** Nobody: this node has no clients. */
    @Override
    public Audience local() {
        return new FarAudience(emitter, namespace, to, except, delivery, true);
    }

    @Override
    public Audience with(Delivery how) {
        return new FarAudience(emitter, namespace, to, except, Objects.requireNonNull(how, "how"), local);
    }

    @Override
    public Receipt emit(Event event) {
        JsonArgs args = emitter.arguments(event.values());
        Cast cast = new Cast(namespace, local ? Set.of() : to, except, delivery, event.name(), args);
        return new Receipt(0, emitter.emit(cast));
    }

    @Override
    public CompletableFuture<Acks> emitWithAck(Duration within, Event event) {
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("the time for answers is positive, got " + within);
        }
        return notYet("answers to an emit");
    }

    @Override
    public Members members() {
        return this;
    }

    @Override
    public CompletableFuture<Tally> count() {
        return notYet("count");
    }

    @Override
    public CompletableFuture<Listing> list(int limit) {
        if (limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException("a list has from 1 to 10,000 connections, not " + limit);
        }
        return notYet("list");
    }

    @Override
    public CompletableFuture<Tally> join(String... rooms) {
        return notYet("join");
    }

    @Override
    public CompletableFuture<Tally> leave(String... rooms) {
        return notYet("leave");
    }

    @Override
    public CompletableFuture<Tally> disconnect(CloseReason reason) {
        return notYet("disconnect");
    }

    private <T> CompletableFuture<T> notYet(String what) {
        return emitter.handOut(CompletableFuture.failedFuture(
                new KeryxException(ErrorCode.UNSUPPORTED, what + " over other nodes is still to come")));
    }
}
