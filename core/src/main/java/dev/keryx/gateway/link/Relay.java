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
 * never blocks. Its futures complete on a thread of the bus, of the clock, or at once; the engine copies those that it hands
 * to applications.
 */
public interface Relay {
    /** {@return this node, for the ids of its connections; constant} */
    NodeId node();

    /**
     * Joins the cluster: starts the bus, says hello, listens to others for half a second. Idempotent.
     *
     * @param local hears what other nodes say, from before this completes
     * @return fails as the bus's start does, and {@code REJECTED} where the cluster lays out its topics in another
     *     way; may be called again then
     */
    CompletableFuture<Void> start(Local local);

    /**
     * Hands a cast to the nodes that have members; recipients on this node are none of its business. Casts of one thread to
     * one room stay in order.
     *
     * @param cast whose local recipients have it already
     * @return completes when the bus took it, at once where no other node can have recipients. Fails as a publish on
     *     the bus does, or {@code LIMIT} where the exceptions exceed 64 entries or 4 KiB, {@code NOT_STARTED} and
     *     {@code CLOSED}. A failure has been told to the observer, and other nodes hear of a gap as soon as they can
     *     be reached
     */
    CompletableFuture<Void> emit(Cast cast);

    /**
     * This node has members of an interest now: a room, a user, or a namespace as a whole. Counted by the engine, so called
     * for the first member and closed after the last. Other nodes' casts may still arrive for some seconds after that.
     *
     * @param namespace its path
     * @param scope what has a first member here
     * @return the interest and when other nodes' casts to it arrive
     */
    Interest follow(String namespace, Scope scope);

    /**
     * {@return the other nodes that may have connections: those alive, and those that fell silent within the last
     * minute without a goodbye, since their members have not been heard of either. Answers that lack some of them are
     * partial}
     */
    Set<NodeId> others();

    /**
     * Leaves the cluster, after what was handed over has been flushed. The bus stays open; a start may follow.
     *
     * @param within the time for the flush
     * @return what was handed to the bus, and what was not in time
     */
    CompletableFuture<DrainReport> drain(Duration within);

    /** Whom a cast concerns. */
    sealed interface Scope {
        /** Everybody in the namespace. */
        record Everybody() implements Scope {}

        /**
         * Whoever is in a room.
         *
         * @param name the room's name
         */
        record Room(String name) implements Scope {}

        /**
         * All connections of a user.
         *
         * @param id the user's id
         */
        record User(String id) implements Scope {}

        /**
         * Only in {@link Local#missed}: casts to a connection reach its node without anybody following.
         *
         * @param id its id
         */
        record Single(String id) implements Scope {}
    }

    /** Something followed; closed when the last member is gone. */
    interface Interest extends Registration {
        /**
         * Asked anew at each call: completes when other nodes' casts arrive, or will be reported as a gap. Takes two
         * seconds at the most, none while the bus is down.
         *
         * @return never fails. False: the bus is down or slow, it arrives later and a gap is reported then
         */
        CompletableFuture<Boolean> live();
    }

    /** The engine, as the relay sees it. Called one at a time, in order; never blocks. */
    interface Local {
        /**
         * A cast of another node: deliver it to the members here, of whom there may be none.
         *
         * @param cast emitted elsewhere, never on this node
         */
        void deliver(Cast cast);

        /**
         * Casts of other nodes may be missing.
         *
         * @param namespace null: all
         * @param scopes who may have missed something; empty means all of the namespace
         * @param reason for people
         */
        void missed(@Nullable String namespace, Set<Scope> scopes, String reason);
    }
}
