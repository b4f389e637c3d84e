package dev.keryx.gateway.engine;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.gateway.link.Door;
import dev.keryx.gateway.link.LinkServer;
import dev.keryx.gateway.link.Relay;
import dev.keryx.threads.Callbacks;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A gateway's beginning, step by step: the node joins the cluster, then the server listens. Any thread. */
final class Starting {
    private final Site site;
    private final LinkServer server;
    private final Door door;
    private final Relay.Local local;
    private final BooleanSupplier wanted;
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();

    /** @param wanted whether to go on; asked before it listens */
    Starting(Site site, LinkServer server, Door door, Relay.Local local, BooleanSupplier wanted) {
        this.site = site;
        this.server = server;
        this.door = door;
        this.local = local;
        this.wanted = wanted;
    }

    /** Completes when the server listens. Fails with what went wrong, and everything given back. */
    CompletableFuture<Void> begin() {
        Relay relay = site.relay;
        if (relay == null) {
            listen();
        } else {
            Callbacks.then(attempt(() -> relay.start(local)), (started, failure) -> {
                if (failure == null) {
                    listen();
                } else {
                    outcome.completeExceptionally(failure);
                }
            });
        }
        return outcome;
    }

    private void listen() {
        if (!wanted.getAsBoolean()) {
            giveBack(new KeryxException(ErrorCode.CLOSED, "the gateway was closed while it started"));
            return;
        }
        Callbacks.then(attempt(() -> server.open(door)), (open, failure) -> {
            if (failure == null) {
                site.lanes().open();
                outcome.complete(null);
            } else {
                giveBack(failure);
            }
        });
    }

    private void giveBack(Throwable failure) {
        Relay relay = site.relay;
        if (relay == null) {
            outcome.completeExceptionally(failure);
        } else {
            Callbacks.then(
                    attempt(() -> relay.drain(Duration.ZERO)),
                    (left, ignored) -> outcome.completeExceptionally(failure));
        }
    }

    /** A call to a driver, which may fail by throwing, too. */
    static <T> CompletableFuture<T> attempt(Supplier<CompletableFuture<T>> call) {
        try {
            return Objects.requireNonNull(call.get(), "a driver returned no future");
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
