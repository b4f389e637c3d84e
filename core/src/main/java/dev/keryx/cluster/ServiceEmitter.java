package dev.keryx.cluster;

import static dev.keryx.threads.Callbacks.then;

import dev.keryx.ErrorCode;
import dev.keryx.Json;
import dev.keryx.JsonArgs;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.Audience;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.Names;
import dev.keryx.gateway.engine.Coder;
import dev.keryx.gateway.link.Cast;
import dev.keryx.threads.Callbacks;
import dev.keryx.threads.Thrown;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node of a cluster that has no clients: it is there while its bus runs. */
final class ServiceEmitter implements Emitters.BusEmitter {
    private static final Logger LOG = LoggerFactory.getLogger(Emitters.class);

    private final Coder coder;
    private final Callbacks callbacks = new Callbacks();
    private final boolean ownExecutor;
    private final String cluster;
    private final ClusterNode node;
    private volatile boolean closed;

    ServiceEmitter(MessageBus bus, GatewayOptions options) {
        coder = new Coder(options.json().orElseGet(Json::find));
        cluster = options.cluster();
        options.executor().ifPresent(callbacks::runOn);
        ownExecutor = options.executor().isPresent();
        node = new ClusterNode(bus, options, false);
        try {
            then(node.open(Receiver.NOBODY, this::busIs), (heard, failure) -> {
                if (failure != null) {
                    LOG.warn("The emitter of cluster '{}' does not hear other nodes: {}", cluster, reason(failure));
                    LOG.debug("The emitter of cluster '{}' does not hear other nodes", cluster, failure);
                }
            });
            busIs(bus.state());
        } catch (KeryxException ended) {
            LOG.warn("The emitter of cluster '{}' came when its bus had ended", cluster);
        }
    }

    private static String reason(Throwable failure) {
        return failure instanceof KeryxException known ? known.toString() : Thrown.brief(failure);
    }

    private void busIs(BusState state) {
        if (state == BusState.RUNNING && !closed) {
            node.presence().begin();
        }
        node.presence().busIs(state);
        if (closed) {
            then(node.presence().end(), (gone, failed) -> {});
        }
    }

    @Override
    public Audience namespace(String path) {
        String fault = Names.namespaceFault(path);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        return new FarAudience(this, path);
    }

    /** @throws IllegalArgumentException where a value has no JSON form */
    JsonArgs arguments(List<@Nullable Object> values) {
        return coder.args(values);
    }

    CompletableFuture<Void> emit(Cast cast) {
        if (closed) {
            KeryxException refused = new KeryxException(ErrorCode.CLOSED, "the emitter of cluster '" + cluster + "'");
            node.reports().failed(cast.namespace(), refused);
            return handOut(CompletableFuture.failedFuture(refused));
        }
        return handOut(node.outbox().emit(cast));
    }

    /** The application's own copy, on its executor; where it gave none, what completes where the bus's futures do. */
    <T> CompletableFuture<T> handOut(CompletableFuture<T> future) {
        return ownExecutor ? callbacks.copy(future) : future;
    }

    @Override
    public void close() {
        closed = true;
        then(node.presence().end(), (gone, failed) -> {});
        node.close();
    }
}
