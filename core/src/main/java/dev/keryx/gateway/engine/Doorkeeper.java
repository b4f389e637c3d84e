package dev.keryx.gateway.engine;

import dev.keryx.Registration;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.SocketHandler;
import dev.keryx.gateway.WebRequest;
import dev.keryx.gateway.link.Admission;
import dev.keryx.gateway.link.Door;
import dev.keryx.gateway.link.Link;
import dev.keryx.gateway.link.LinkEvents;
import dev.keryx.gateway.link.LinkRequest;
import dev.keryx.gateway.link.WireProtocol;
import dev.keryx.threads.Callbacks;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who may come in, and in which language. Any thread, except where the port says otherwise. */
final class Doorkeeper implements Door {
    private final Site site;
    private final Spaces spaces;
    private final Quotas quotas;
    private final Origins origins;

    /** The native one first: it is spoken with clients that name none. */
    private final List<WireProtocol> protocols;

    private volatile boolean open;

    Doorkeeper(Site site, Spaces spaces, List<WireProtocol> protocols) {
        this.site = site;
        this.spaces = spaces;
        this.quotas = new Quotas(site);
        this.origins = new Origins(site.options.origins());
        this.protocols = List.copyOf(protocols);
    }

    void open(boolean welcome) {
        open = welcome;
    }

    @Override
    public boolean ready() {
        return open;
    }

    @Override
    public Executor executor() {
        return site.callbacks.executor();
    }

    @Override
    public Optional<Registration> arrives(InetAddress address) {
        return open ? quotas.arrives(address) : Optional.empty();
    }

    @Override
    public Admission admit(LinkRequest request) {
        if (!open) {
            return new Admission.Denied(503, "not ready");
        }
        if (!origins.allow(request)) {
            site.watch.refused("origins");
            return new Admission.Denied(403, "origin not allowed");
        }
        if (request.subprotocols().isEmpty()) {
            return new Admission.Granted(protocols.get(0), false, request);
        }
        WireProtocol chosen = choose(request.subprotocols());
        if (chosen == null) {
            site.watch.refused("subprotocol");
            return new Admission.Denied(400, "no such subprotocol");
        }
        return new Admission.Granted(chosen, true, request);
    }

    /** The first of the client's that is known here. */
    private @Nullable WireProtocol choose(List<String> offered) {
        for (String name : offered) {
            for (WireProtocol protocol : protocols) {
                if (protocol.name().equals(name)) {
                    return protocol;
                }
            }
        }
        return null;
    }

    @Override
    public void failed(WebRequest request, Throwable failure) {
        String whose = ": " + request.method() + " " + request.path();
        site.watch.failed("A handler of requests failed", whose, Callbacks.cause(failure));
    }

    @Override
    public LinkEvents enter(Link link, Admission.Granted granted) {
        WireProtocol protocol = granted.protocol();
        return enter(
                link,
                protocol,
                peer -> new ProtocolTalk(
                        peer, spaces, protocol, Optional.of(granted.request().http())));
    }

    @Override
    public LinkEvents enterPlain(Link link, SocketHandler handler) {
        return enter(link, Silence.INSTANCE, peer -> new PlainTalk(peer, handler, link.framing()));
    }

    /** A link that was let in just before the door closed is told to come back. */
    private Peer enter(Link link, WireProtocol protocol, Function<Peer, Talk> talk) {
        Peer peer =
                new Peer(site, site.lanes().of(link.lane()), link, site.dialects.of(protocol, link.framing()), talk);
        peer.enter();
        if (!open) {
            peer.life.close(CloseReason.DRAINING);
        }
        return peer;
    }
}
