package dev.keryx.gateway.engine;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.NodeId;
import dev.keryx.gateway.Acks;
import dev.keryx.gateway.GatewayState;
import dev.keryx.gateway.Receipt;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay;
import dev.keryx.gateway.link.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Emits: local recipients first, then the other nodes. Any thread. */
final class Casting {
    private final Site site;
    private final Supplier<GatewayState> state;

    Casting(Site site, Supplier<GatewayState> state) {
        this.site = site;
        this.state = state;
    }

    Receipt emit(Space space, Cast cast, boolean local) {
        site.watch.emitted.increment();
        return new Receipt(deliver(space, cast, null, Duration.ZERO), relay(cast, local));
    }

    CompletableFuture<Acks> ask(Space space, Cast cast, boolean local, Duration within) {
        site.watch.emitted.increment();
        Set<NodeId> others = local || site.relay == null ? Set.of() : site.relay.others();
        AckRound round = new AckRound(site, others);
        deliver(space, cast, round, within);
        CompletableFuture<Void> unused = relay(cast, local);
        return round.outcome();
    }

    /** A cast of another node. */
    void deliver(Space space, Cast cast) {
        site.watch.emitted.increment();
        deliver(space, cast, null, Duration.ZERO);
    }

    private int deliver(Space space, Cast cast, @Nullable AckRound round, Duration within) {
        Recipients recipients = new Recipients(space, cast.to(), cast.except());
        int count = recipients.count();
        List<LaneLoop> lanes = new ArrayList<>(site.loops().size());
        for (LaneLoop loop : site.loops()) {
            if (recipients.on(loop)) {
                lanes.add(loop);
            }
        }
        if (round != null) {
            round.begin(lanes.size(), within);
        }
        if (!lanes.isEmpty()) {
            Broadcast broadcast = broadcast(cast, recipients, round);
            for (LaneLoop loop : lanes) {
                loop.offer(broadcast);
            }
            wake(lanes, round != null);
        }
        return count;
    }

    private Broadcast broadcast(Cast cast, Recipients recipients, @Nullable AckRound round) {
        long id = round == null ? 0 : round.id;
        Signal.Event event = new Signal.Event(cast.namespace(), id, cast.event(), cast.args(), onlyRoom(cast.to()));
        Outgoing what = Outgoing.of(event, cast.delivery()).encodeFor(site.dialects.known());
        return new Broadcast(what, cast.args().sizeBytes(), cast.namespace(), recipients, round);
    }

    private static @Nullable String onlyRoom(@Nullable Set<Target> to) {
        if (to == null || to.size() != 1) {
            return null;
        }
        return to.iterator().next() instanceof Target.Room room ? room.name() : null;
    }

    /** Whoever asks is likely to wait for the answers, so the lanes do not wait for the burst's end. */
    private void wake(List<LaneLoop> lanes, boolean now) {
        for (LaneLoop loop : lanes) {
            if (now) {
                loop.wake();
            } else {
                site.bursts.wake(loop);
            }
        }
    }

    private CompletableFuture<Void> relay(Cast cast, boolean local) {
        KeryxException refusal = refusal();
        if (refusal != null) {
            return site.callbacks.failed(refusal);
        }
        Relay relay = site.relay;
        if (relay == null || local || (cast.to() != null && cast.to().isEmpty())) {
            return site.callbacks.done();
        }
        return site.callbacks.copy(relay.emit(cast));
    }

    private @Nullable KeryxException refusal() {
        return switch (state.get()) {
            case NEW, STARTING -> new KeryxException(ErrorCode.NOT_STARTED, "the gateway has not been started");
            case CLOSED -> new KeryxException(ErrorCode.CLOSED, "the gateway has ended");
            case RUNNING, DRAINING -> null;
        };
    }
}
