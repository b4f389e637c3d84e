package dev.keryx.cluster;

import static dev.keryx.threads.Callbacks.then;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Topic;
import dev.keryx.gateway.link.Cast;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The way out: what this node says, published in the caller's thread and therefore in its order. An emit that fails is told
 * to the observer and becomes a hole for others. Safe on any thread.
 */
final class Outbox {
    private final MessageBus bus;
    private final TopicScheme topics;
    private final Origin origin;
    private final Roster roster;
    private final HoleMemory holes;
    private final RelayReports reports;
    private final InFlight inFlight = new InFlight();

    Outbox(MessageBus bus, TopicScheme topics, Origin origin, Roster roster, HoleMemory holes, RelayReports reports) {
        this.bus = bus;
        this.topics = topics;
        this.origin = origin;
        this.roster = roster;
        this.holes = holes;
        this.reports = reports;
    }

    InFlight inFlight() {
        return inFlight;
    }

    /** Says something to whoever follows the topic; whether it succeeds is the caller's business. */
    CompletableFuture<Void> say(Topic topic, Said said) {
        return bus.publish(Message.to(topic, FrameCodec.encode(FrameCodec.VERSION, origin.frame(said))));
    }

    /** As {@link #say}, where it does not matter whether it succeeds. */
    void mention(Topic topic, Said said) {
        then(say(topic, said), (done, failure) -> {});
    }

    CompletableFuture<Void> emit(Cast cast) {
        Route route;
        Payload frame;
        try {
            route = Route.of(cast, topics, origin.node());
            if (route.legs().isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            frame = encode(route);
        } catch (KeryxException refused) {
            holes.remember(Route.places(cast));
            reports.failed(cast.namespace(), refused);
            return CompletableFuture.failedFuture(refused);
        }
        inFlight.begin();
        List<CompletableFuture<Void>> sent = new ArrayList<>(route.legs().size());
        route.legs().forEach((topic, places) -> sent.add(publish(topic, frame, places)));
        CompletableFuture<Void> all = all(sent);
        then(all, (done, failure) -> settled(cast.namespace(), failure));
        return all;
    }

    private Payload encode(Route route) {
        try {
            return FrameCodec.encode(roster.commonVersion(), origin.frame(new Said.Emit(route.cast(), route.copied())));
        } catch (IllegalArgumentException tooLong) {
            throw new KeryxException(ErrorCode.LIMIT, String.valueOf(tooLong.getMessage()), tooLong);
        }
    }

    private CompletableFuture<Void> publish(Topic topic, Payload frame, List<Said.Place> places) {
        CompletableFuture<Void> sent = bus.publish(Message.to(topic, frame));
        then(sent, (done, failure) -> {
            if (failure != null && leavesHole(Failures.code(failure))) {
                holes.remember(places);
            }
        });
        return sent;
    }

    /** Before the start and after the end nobody can be told of a hole. */
    private static boolean leavesHole(ErrorCode code) {
        return code != ErrorCode.NOT_STARTED && code != ErrorCode.CLOSED;
    }

    private void settled(String namespace, @Nullable Throwable failure) {
        if (failure == null) {
            reports.succeeded();
        } else {
            reports.failed(namespace, Failures.of(failure));
        }
        inFlight.end();
    }

    /** Completes when all have, with the first failure if there is one. Of the kind of the bus's own futures. */
    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> sent) {
        if (sent.size() == 1) {
            return sent.get(0);
        }
        CompletableFuture<Void> all = sent.get(0).newIncompleteFuture();
        AtomicInteger left = new AtomicInteger(sent.size());
        AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
        for (CompletableFuture<Void> one : sent) {
            then(one, (done, failure) -> {
                if (failure != null) {
                    first.compareAndSet(null, Failures.of(failure));
                }
                if (left.decrementAndGet() == 0) {
                    finish(all, first.get());
                }
            });
        }
        return all;
    }

    private static void finish(CompletableFuture<Void> future, @Nullable Throwable failure) {
        if (failure == null) {
            future.complete(null);
        } else {
            future.completeExceptionally(failure);
        }
    }
}
