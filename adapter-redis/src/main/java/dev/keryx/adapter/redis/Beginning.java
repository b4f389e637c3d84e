package dev.keryx.adapter.redis;

import dev.keryx.Payload;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.Sink;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One node's try to be the one that a link begins at, of several tries for the same sink. It owns its link until that is handed
 * over: a loss before is the failure of this try and nobody else's news, and a link that fails to begin is closed.
 */
final class Beginning implements Sink {
    private final Sink sink;

    /** Whoever completes it first decides: a link that is handed over, or a try that has failed. */
    private final CompletableFuture<BusLink> handedOver = new CompletableFuture<>();

    Beginning(Sink sink) {
        this.sink = sink;
    }

    /** The link once it has learnt what it needs. */
    CompletableFuture<BusLink> of(BusLink link, CompletableFuture<?> learnt) {
        CompletableFuture<Void> unused = learnt.handle((done, failure) -> {
            settle(link, failure);
            return null;
        });
        return handedOver;
    }

    private void settle(BusLink link, @Nullable Throwable failure) {
        if (failure == null && handedOver.complete(link)) {
            return;
        }
        CompletableFuture<Void> unused = link.close();
        if (failure != null) {
            handedOver.completeExceptionally(failure);
        }
    }

    @Override
    public void lost(Throwable cause) {
        boolean before = handedOver.completeExceptionally(cause);
        if (!before && !handedOver.isCompletedExceptionally()) {
            sink.lost(cause);
        }
    }

    @Override
    public void frame(@Nullable TopicFilter via, Topic topic, Payload bytes) {
        sink.frame(via, topic, bytes);
    }

    @Override
    public void missed(Set<TopicFilter> filters, Throwable cause) {
        sink.missed(filters, cause);
    }

    @Override
    public void revoked(Set<TopicFilter> filters, Throwable cause) {
        sink.revoked(filters, cause);
    }
}
