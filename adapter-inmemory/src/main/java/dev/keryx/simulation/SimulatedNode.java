package dev.keryx.simulation;

import dev.keryx.DrainReport;
import dev.keryx.Json;
import dev.keryx.adapter.inmemory.InMemoryGateway;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.RealtimeGateway;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** One node of a simulation. */
final class SimulatedNode implements Simulation.Node {
    private final OneThreadSimulation simulation;
    private final String name;
    private final MessageBus bus;
    private final InMemoryGateway gateway;
    private final GatewayOptions options;
    private final ClientText text;
    private int clients;

    SimulatedNode(OneThreadSimulation simulation, String name, UnaryOperator<GatewayOptions> change) {
        this.simulation = simulation;
        this.name = name;
        BusOptions busOptions = BusOptions.DEFAULT
                .executor(simulation.queue())
                .clock(simulation.clock())
                .observer(simulation.failuresSeen());
        bus = simulation.broker().bus(name, busOptions);
        GatewayOptions changed = change.apply(GatewayOptions.DEFAULT);
        Json json = changed.json().orElseGet(simulation::json);
        options = changed.json(json)
                .executor(simulation.queue())
                .clock(simulation.clock())
                .observer(simulation.failuresSeen().beside(changed.observer()));
        gateway = InMemoryGateway.builder()
                .bus(bus)
                .options(options)
                .lanesOn(simulation.queue())
                .build();
        text = new ClientText(json);
    }

    CompletableFuture<Void> start() {
        return gateway.startAsync();
    }

    CompletableFuture<DrainReport> endGateway() {
        return gateway.drain(options.grace());
    }

    CompletableFuture<DrainReport> endBus() {
        return bus.drain(options.grace());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public MessageBus bus() {
        return bus;
    }

    @Override
    public RealtimeGateway gateway() {
        return gateway;
    }

    @Override
    public FakeClient connect(UnaryOperator<ClientSpec> change) {
        ClientSpec spec = change.apply(ClientSpec.DEFAULT);
        ClientSpec placed =
                spec.address() == null ? spec.from(simulation.addresses().next()) : spec;
        String called = "client " + ++clients + " of node " + name;
        return new NativeClient(called, simulation.queue(), gateway, text, placed);
    }
}
