package dev.keryx.gateway.link;

import dev.keryx.DrainReport;
import dev.keryx.NodeId;
import dev.keryx.Registration;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How the engine reaches other nodes, without knowing by what. A gateway that has none is a single node. Safe on any thread,
 * never blocks.
 */
public interface Relay {
    /** This node, for the ids of its connections; constant. */
    NodeId node();

    /** Joins the cluster: starts the bus, says hello, listens to others for a moment. May be called again after it failed. */
    CompletableFuture<Void> start(Local local);

    /** Hands a cast to the nodes that have members. Casts of one thread to one room stay in order. */
    CompletableFuture<Void> emit(Cast cast);

    /**
     * This node has members of an interest now: a room, a user, or a namespace as a whole. Counted by the engine, so called
     * for the first member and closed after the last.
     *
     * @return the interest and when other nodes' casts to it arrive
     */
    Interest follow(String namespace, Scope scope);

    /** The other nodes alive. */
    Set<NodeId> others();

    /** Leaves the cluster, after what was handed over has been flushed. The bus stays open. */
    CompletableFuture<DrainReport> drain(Duration within);

    /** What one follows. */
    sealed interface Scope {
        /** Casts to everybody in the namespace. */
        record Everybody() implements Scope {}

        /**
         *
         *
         * @param name the room's name
         */
        record Room(String name) implements Scope {}

        /**
         *
         *
         * @param id the user's id
         */
        record User(String id) implements Scope {}
    }

    /** Something followed; closed when the last member is gone. */
    interface Interest extends Registration {
        /**
         * Completes when other nodes' casts arrive, or will be reported as a gap. False: the bus is down or slow, it arrives
         * later and a gap is reported then. Never fails, takes two seconds at the most.
         */
        CompletableFuture<Boolean> live();
    }

    /** The engine, as the relay sees it. Called one at a time, in order; never blocks. */
    interface Local {
        /** A cast of another node: deliver it to the members here. */
        void deliver(Cast cast);

        /**
         * Casts of other nodes may be missing.
         *
         * @param scopes empty means all of the namespace.
         * @param namespace null: all
         */
        void missed(@Nullable String namespace, Set<Scope> scopes, String reason);
    }
}
