package dev.keryx.cluster;

import dev.keryx.ErrorCode;
import dev.keryx.JsonArgs;
import dev.keryx.KeryxException;
import dev.keryx.NodeId;
import dev.keryx.Payload;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay;
import dev.keryx.gateway.link.Relay.Scope;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Nodes over hand-driven buses and a hand-driven clock. */
final class Nodes {
    final HandHub hub = new HandHub();
    final ManualTime clock = new ManualTime();
    final TopicScheme topics = new TopicScheme(GatewayOptions.DEFAULT_CLUSTER);

    /** One of them. */
    final class Node {
        final HandHub.HandBus bus;
        final Recorder seen = new Recorder();
        final Relay relay;

        Node(HandHub.HandBus bus) {
            this.bus = bus;
            relay = ClusterRelay.over(bus, options(seen));
        }

        Node started() {
            CompletableFuture<Void> started = relay.start(seen);
            clock.advance(BusRelay.COLLECT);
            started.join();
            return this;
        }

        CompletableFuture<Void> emit(Set<Target> to, String event) {
            return relay.emit(cast(to, event));
        }

        Relay.Interest follow(String room) {
            return relay.follow("/", new Scope.Room(room));
        }
    }

    GatewayOptions options(Recorder seen) {
        return GatewayOptions.DEFAULT.clock(clock).observer(seen);
    }

    Node node() {
        return new Node(hub.bus());
    }

    Node started() {
        return node().started();
    }

    static ErrorCode codeOf(CompletableFuture<?> future) {
        return future.handle((value, failure) -> ((KeryxException) failure).code())
                .join();
    }

    static Cast cast(Set<Target> to, String event) {
        return new Cast("/", to, Set.of(), Delivery.QUEUED, event, JsonArgs.EMPTY);
    }

    static Set<Target> rooms(String... names) {
        Set<Target> rooms = new LinkedHashSet<>();
        for (String name : names) {
            rooms.add(Target.room(name));
        }
        return rooms;
    }

    /** What a node that is not there says. */
    static Payload said(NodeId node, Said said) {
        return FrameCodec.encode(FrameCodec.VERSION, new Frame(node, 1, new FrameId(9, 9), said));
    }

    void seconds(long seconds) {
        clock.advance(Duration.ofSeconds(seconds));
    }
}
