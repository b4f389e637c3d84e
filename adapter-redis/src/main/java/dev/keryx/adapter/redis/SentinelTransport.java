package dev.keryx.adapter.redis;

import dev.keryx.bus.Capability;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.BusTransport;
import dev.keryx.bus.transport.Sink;
import io.lettuce.core.RedisURI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The Redis that most of the sentinels name as the master. */
final class SentinelTransport implements BusTransport {
    private final RedisURI uri;
    private final Dialers dialers;
    private final Settings settings;
    private final Failures failures;

    SentinelTransport(RedisURI uri, Dialers dialers, Settings settings) {
        this.uri = uri;
        this.dialers = dialers;
        this.settings = settings;
        this.failures = new Failures(Addresses.name(uri));
    }

    @Override
    public Set<Capability> capabilities() {
        return RedisTransport.capabilities(settings.flavor());
    }

    @Override
    public CompletableFuture<BusLink> open(Sink sink) {
        Dialer dialer = dialers.present();
        Sentinels sentinels = Sentinels.of(uri, dialer, settings.clock());
        return sentinels
                .ask()
                .thenCompose(view ->
                        reach(dialer, view.master(), sink, new Reign(view, sentinels, settings.clock(), Reign.LEASE)))
                .handle((link, failure) -> {
                    if (failure != null) {
                        sentinels.close();
                        throw failures.ofConnect(failure);
                    }
                    return link;
                });
    }

    private CompletableFuture<BusLink> reach(Dialer dialer, Node master, Sink sink, Reign reign) {
        NameCodec codec = new NameCodec();
        Failures theirs = new Failures(master.toString());
        return theirs.ofConnect(dialer.connect(master.by(uri), codec))
                .thenApply(connections -> new RedisLink(connections, codec, settings, sink, theirs, reign).begin());
    }

    @Override
    public CompletableFuture<Void> release() {
        return dialers.release();
    }

    /** For messages of the engine. */
    @Override
    public String toString() {
        return "Redis " + Addresses.name(uri);
    }
}
