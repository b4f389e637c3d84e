package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.gateway.SocketHandler;
import dev.keryx.gateway.engine.GatewayEngine;
import dev.keryx.gateway.link.Admission;
import dev.keryx.gateway.link.LinkRequest;
import dev.keryx.gateway.link.Relay;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A gateway over drivers made by hand. Nothing moves unless the test says so; everything runs on its thread. */
final class Rig {
    final HandTime time = new HandTime();
    final HandServer server;
    final RealtimeGateway gateway;
    private final Deque<Runnable> handlers = new ArrayDeque<>();
    private int next;

    Rig() {
        this(1, UnaryOperator.identity(), null);
    }

    Rig(UnaryOperator<GatewayOptions> options) {
        this(1, options, null);
    }

    Rig(int lanes, UnaryOperator<GatewayOptions> options, @Nullable Relay relay) {
        server = new HandServer(time, lanes);
        GatewayOptions base = GatewayOptions.DEFAULT.clock(time).executor(handlers::add);
        gateway = GatewayEngine.over(server, relay, List.of(), options.apply(base));
    }

    static UnaryOperator<GatewayOptions> limits(UnaryOperator<GatewayLimits> change) {
        return options -> options.limits(change.apply(options.limits()));
    }

    /** A started gateway whose root lets clients in. */
    Rig start() {
        gateway.root().onConnect(connection -> {});
        CompletableFuture<Void> started = gateway.startAsync();
        settle();
        assertThat(started).isCompleted();
        return this;
    }

    Namespace root() {
        return gateway.root();
    }

    /** Runs everything that can run now. */
    void settle() {
        boolean busy = true;
        while (busy) {
            busy = runHandler();
            for (HandLane lane : server.lanes) {
                busy |= lane.runOne();
            }
            busy |= time.step(time.nanos());
        }
    }

    boolean runHandler() {
        Runnable handler = handlers.poll();
        if (handler == null) {
            return false;
        }
        handler.run();
        return true;
    }

    /** Lets time go by, and everything happen that does meanwhile. */
    void advance(Duration by) {
        long until = time.nanos() + by.toNanos();
        settle();
        while (time.step(until)) {
            settle();
        }
        settle();
    }

    /** A link on the next lane in turn that has said nothing. */
    HandLink open() {
        return open(lane -> new HandLink(lane, time));
    }

    <L extends HandLink> L open(Function<HandLane, L> make) {
        L link = make.apply(server.lanes.get(next++ % server.lanes.size()));
        LinkRequest request = new LinkRequest(new HandRequest(Map.of()), List.of(), false);
        Admission admission = server.door().admit(request);
        assertThat(admission).isInstanceOf(Admission.Granted.class);
        link.lane.on(() -> link.events = server.door().enter(link, (Admission.Granted) admission));
        return link;
    }

    HandLink openPlain(SocketHandler handler) {
        HandLink link = new HandLink(server.lanes.get(next++ % server.lanes.size()), time);
        link.lane.on(() -> link.events = server.door().enterPlain(link, handler));
        return link;
    }

    /** A link that is in the root namespace. */
    HandLink connect() {
        return greeted(open());
    }

    <L extends HandLink> L greeted(L link) {
        link.say("[\"hello\",{}]");
        settle();
        assertThat(link.take()).singleElement().asString().startsWith("[\"welcome\"");
        return link;
    }
}
