package dev.keryx.simulation;

import dev.keryx.adapter.inmemory.InMemoryFaults;
import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.RealtimeGateway;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A cluster for a unit test: any number of nodes with their clients, one broker, one clock, and no thread, socket or sleep.
 * Everything runs on the thread that made the simulation, one thing after the other, whenever the test waits for
 * something: inside {@link #settle()}, {@link #advance}, every expectation of a {@link FakeClient}, and inside {@code join()}
 * and {@code get()} of every future that a bus or a gateway of the simulation hands out.
 *
 * <pre>{@code
 * try (Simulation simulation = Simulation.create()) {
 *     Simulation.Node node = simulation.node("a");
 *     node.gateway().root().on("hello", (connection, args) -> connection.send(Event.of("world")));
 *     FakeClient client = node.connect();
 *     client.send("hello");
 *     client.expect("world");
 * }
 * }</pre>
 *
 * <p>Where a future waits for the clock, {@code join()} does not hang but fails with "nothing left to run; advance the
 * clock?". What {@code CompletableFuture.allOf} and {@code anyOf} make does not know the simulation and would block: call
 * {@link #settle()} first.
 *
 * <p>The engines are those of production, on in-process drivers: messages go through the envelope between nodes, and clients
 * speak {@code keryx.v1.json}, so that what passes here passes on a wire. All defaults hold, limits too: a client that sends
 * more than a hundred events without letting time pass is not read for a while. From run to run only ids differ, and the
 * random parts of pauses. An implementation of {@link dev.keryx.Json} must be
 * present, as in production.
 */
public interface Simulation extends AutoCloseable {
    /** {@return a simulation without nodes, which belongs to the calling thread} */
    static Simulation create() {
        return new OneThreadSimulation();
    }

    /**
     * A node of this name; the first call makes it, starts its bus and its gateway and lets the time pass that a start takes
     * (half a second, in which nodes greet each other).
     *
     * @param name as it is called in {@link #partition} and {@link #faults()}
     * @return the node, started
     */
    default Node node(String name) {
        return node(name, options -> options);
    }

    /**
     * As {@link #node(String)}, with options of its own.
     *
     * @param name not yet taken
     * @param options changes the gateway's options; executor and clock stay the simulation's
     * @return the node, started
     */
    Node node(String name, UnaryOperator<GatewayOptions> options);

    /** {@return the clock of all nodes; to move it, use {@link #advance}} */
    ManualClock clock();

    /** Runs everything that can be run now, until nothing is left but timers of the future. */
    void settle();

    /**
     * Lets time pass: every timer on the way runs at its own moment, and everything that follows from it.
     *
     * @param by how much
     */
    void advance(Duration by);

    /**
     * Separates these nodes from all others: no message passes between the two sides, and nobody notices, until
     * {@link #heal()}. Replaces an earlier partition.
     *
     * @param nodes one side
     */
    void partition(String... nodes);

    /**
     * Takes the broker away from a node until {@link #heal()}: its bus loses the link, knows it, and tries in vain to
     * reconnect.
     *
     * @param node its name
     */
    void disconnect(String node);

    /**
     * Ends all partitions and disconnections, and lets the time pass until every bus has found its broker again (a few
     * seconds at the most). What may have been missed is reported as a gap, as always.
     */
    void heal();

    /** {@return what else can go wrong between nodes, by their names: frames lost or late, filters refused, a hung broker} */
    InMemoryFaults faults();

    /**
     * What handlers have thrown since the last call, on any node, oldest first. Whoever asks has seen them: {@link #close()}
     * does not fail because of them.
     *
     * @return the exceptions themselves; refusals are answers and not among them
     */
    List<Throwable> failures();

    /**
     * Ends all clients, gateways and buses.
     *
     * @throws AssertionError where a handler threw and no test asked for it
     */
    @Override
    void close();

    /** One node: a process, as far as its code can tell. */
    interface Node {
        /** {@return its name} */
        String name();

        /** {@return its bus, started} */
        MessageBus bus();

        /** {@return its gateway, started} */
        RealtimeGateway gateway();

        /** {@return a client without credentials in the namespace {@code /}; it has been let in, or refused, on return} */
        default FakeClient connect() {
            return connect(client -> client);
        }

        /**
         * A client that is not the simplest one.
         *
         * @param spec says what is different, for instance {@code client -> client.auth(token)}
         * @return the client; it has been let in, or refused, on return, unless the handshake waits for the clock
         */
        FakeClient connect(UnaryOperator<ClientSpec> spec);
    }
}
