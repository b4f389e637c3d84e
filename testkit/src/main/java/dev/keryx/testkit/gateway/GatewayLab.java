package dev.keryx.testkit.gateway;

import dev.keryx.Registration;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.GatewayState;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.bus.BusHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One test's bench: makes nodes, their broker and their clients, and closes all of them in the end. For the contract only. */
public final class GatewayLab {
    /** Nothing that a test does in bulk is over a limit, and nothing waits long at the end. */
    static final GatewayOptions OPTIONS = GatewayOptions.DEFAULT
            .grace(Duration.ofSeconds(2))
            .limits(GatewayLimits.DEFAULT
                    .messageRate(GatewayLimits.OFF, GatewayLimits.OFF)
                    .joinsPerSecond(GatewayLimits.OFF)
                    .rooms(GatewayLimits.OFF)
                    .connections(GatewayLimits.OFF, GatewayLimits.OFF)
                    .acceptsPerSecond(GatewayLimits.OFF));

    private final GatewayHarness harness;
    /** Touched by the test's own thread only, as is all below. */
    private final List<Node> nodes = new ArrayList<>();

    private final List<MessageBus> buses = new ArrayList<>();
    private @Nullable BusHarness broker;
    private @Nullable Registration outage;

    GatewayLab(GatewayHarness harness) {
        this.harness = harness;
    }

    /** A bench beside this one, which the test closes itself. */
    GatewayLab another() {
        return new GatewayLab(harness);
    }

    GatewayHarness harness() {
        return harness;
    }

    /** A started node on its own. */
    Node node() {
        return node(options -> options);
    }

    Node node(UnaryOperator<GatewayOptions> change) {
        return newNode(change).start();
    }

    /** A node on its own, not started. */
    Node newNode(UnaryOperator<GatewayOptions> change) {
        return add(change, null);
    }

    /** A node that shares the lab's broker, about to be up; whoever uses it waits for it. */
    Node member() {
        return newMember(options -> options).begin();
    }

    /** A node that shares the lab's broker, not started. */
    Node newMember(UnaryOperator<GatewayOptions> change) {
        return add(change, bus());
    }

    /** A further bus of the lab's broker; quick to come back, so that a test waits for the gateway. */
    MessageBus bus() {
        MessageBus bus = broker().bus(BusOptions.DEFAULT.reconnectCap(Duration.ofMillis(50)));
        buses.add(bus);
        return bus;
    }

    private BusHarness broker() {
        BusHarness known = broker;
        if (known == null) {
            known = harness.buses();
            broker = known;
        }
        return known;
    }

    /** Takes the broker away from all nodes, once those that start are up. */
    void cut() {
        nodes.forEach(Node::up);
        outage = broker().outage();
    }

    /** Gives it back. */
    void restore() {
        Registration over = outage;
        if (over != null) {
            over.close();
        }
    }

    /** A deadline that a test with nothing to wait for does not reach. */
    Duration soon() {
        return Duration.ofSeconds(10);
    }

    private Node add(UnaryOperator<GatewayOptions> change, @Nullable MessageBus bus) {
        Watch watch = new Watch();
        GatewayOptions options = change.apply(OPTIONS.observer(watch));
        Node node = new Node(harness, harness.gateway(options, bus), watch);
        nodes.add(node);
        return node;
    }

    void close() {
        nodes.forEach(Node::close);
        nodes.forEach(node ->
                Eventually.that("the gateway was closed", () -> node.state() == GatewayState.CLOSED, node::state));
        buses.forEach(MessageBus::close);
        BusHarness known = broker;
        if (known != null) {
            restore();
            known.close();
        }
    }
}
