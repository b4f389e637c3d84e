package dev.keryx.adapter.redis;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.TimeSource;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Finds out which node serves which slot, by asking and by what nodes answer to other questions. */
final class Scout {
    /** However much is published to a node that is gone, no more questions than these are asked because of it. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Shards shards;
    private final Slots slots;
    private final TimeSource clock;
    private final AtomicInteger turn = new AtomicInteger();

    /** When somebody looked because a publish had found nobody. */
    private final AtomicLong looked;

    Scout(Shards shards, Slots slots, TimeSource clock) {
        this.shards = shards;
        this.slots = slots;
        this.clock = clock;
        this.looked = new AtomicLong(clock.nanos());
    }

    /** Asks this node, and gives back what it says. */
    CompletableFuture<Owners> ask(Shard shard) {
        return shard.reached()
                .thenCompose(link -> link.ask(CommandType.CLUSTER, "SLOTS"))
                .thenApply(ranges -> slots.learn(ranges, shard.node()));
    }

    /** Asks another lively node each time; where none answers, what is known stays. */
    CompletableFuture<Void> look() {
        List<Shard> lively = shards.lively();
        if (lively.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return ask(lively.get(Math.floorMod(turn.getAndIncrement(), lively.size())))
                .handle((said, failure) -> null);
    }

    /** The same, unless it was done a moment ago. */
    void lookSoon() {
        long before = looked.get();
        long now = clock.nanos();
        if (now - before >= PAUSE.toNanos() && looked.compareAndSet(before, now)) {
            CompletableFuture<Void> unused = look();
        }
    }

    /** A node that says who serves a slot now is believed at once; one that is not there may have been replaced. */
    void heed(Node asked, @Nullable Throwable failure) {
        Redirect redirect = failure == null ? null : Redirect.of(failure);
        if (redirect != null && redirect.forGood()) {
            slots.moved(redirect.slot(), Node.parse(redirect.address(), asked));
        } else if (isGone(failure)) {
            lookSoon();
        }
    }

    private static boolean isGone(@Nullable Throwable failure) {
        return failure != null
                && Failures.unwrap(failure) instanceof KeryxException known
                && known.code() == ErrorCode.UNAVAILABLE;
    }
}
