package dev.keryx.gateway.link;

import dev.keryx.JsonArgs;
import dev.keryx.RawJson;
import dev.keryx.gateway.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that client and gateway can say, whatever the protocol. An {@code id} is a positive number chosen by whoever
 * asks and echoed by whoever answers; 0 means that no answer is wanted. {@code namespace} is always a namespace's path.
 */
public sealed interface Signal {
    /**
     * From the client: lets itself in.
     *
     * @param namespace where it wants to be
     * @param auth its credentials, as JSON, or null
     */
    record Hello(String namespace, @Nullable RawJson auth) implements Signal {}

    /**
     * From the client: wants to be in a room.
     *
     * @param namespace where it is
     * @param id of the question
     * @param room as the client named it
     */
    record Join(String namespace, long id, String room) implements Signal {}

    /**
     * From the client: wants to be out of a room.
     *
     * @param namespace where it is
     * @param id of the question
     * @param room as the client named it
     */
    record Leave(String namespace, long id, String room) implements Signal {}

    /** From the client: the heartbeat's answer. */
    record Pong() implements Signal {}

    /**
     * Both ways: leaves a namespace; the link stays for others. The gateway says it where a link can be in several
     * only.
     *
     * @param namespace the one that is left
     */
    record Goodbye(String namespace) implements Signal {}

    /**
     * From the client: something with an id that nobody can act on: its kind is unknown, or its parts are wrong. It is answered
     * with the refusal.
     *
     * @param namespace where it is
     * @param id of the question, above 0
     * @param refusal {@code UNSUPPORTED} or {@code BAD_VALUE}
     */
    record Unfit(String namespace, long id, Refusal refusal) implements Signal {}

    /**
     * To the client, before anything else: the link is open. A protocol that says nothing then encodes no frame.
     *
     * @param link made by the gateway; secret, and different from the ids of its connections
     * @param ping the interval of heartbeats on this link
     * @param pongWithin how long the gateway waits for an answer to one
     * @param maxBytes of a message
     */
    record Opened(String link, Duration ping, Duration pongWithin, int maxBytes) implements Signal {}

    /**
     * Both ways: an event.
     *
     * @param namespace where it was emitted
     * @param id of the question
     * @param name as whoever sent it named it
     * @param args not decoded
     * @param room the one room that it was emitted to; null from clients, and where it was no single room
     */
    record Event(
            String namespace,
            long id,
            String name,
            JsonArgs args,
            @Nullable String room) implements Signal {}

    /**
     * Both ways: an answer to an event.
     *
     * @param namespace of the event
     * @param id the event's
     * @param args not decoded; none for an empty ack
     */
    record Ack(String namespace, long id, JsonArgs args) implements Signal {}

    /**
     * Both ways: a no to an event; from the gateway, to a join or a leave too.
     *
     * @param namespace of the event
     * @param id the event's
     * @param refusal why not
     * @param retry whether again can help
     */
    record Failure(String namespace, long id, Refusal refusal, boolean retry) implements Signal {}

    /**
     * To the client: it is in.
     *
     * @param namespace where it is
     * @param connection its id there
     * @param ping the interval of heartbeats on this link.
     * @param maxBytes of a message
     */
    record Welcome(String namespace, String connection, Duration ping, int maxBytes) implements Signal {}

    /**
     * To the client: it was not let in.
     *
     * @param namespace where it wanted to be
     * @param refusal why not
     */
    record NotAdmitted(String namespace, Refusal refusal) implements Signal {}

    /**
     * To the client: a join or a leave holds.
     *
     * @param namespace where it is
     * @param id of the question
     * @param clusterWide see {@link dev.keryx.gateway.Joined}
     */
    record Done(String namespace, long id, boolean clusterWide) implements Signal {}

    /**
     * To the client: events may be missing.
     *
     * @param namespace where it is
     * @param rooms empty means all
     * @param reason for people
     */
    record Missed(String namespace, Set<String> rooms, String reason) implements Signal {}

    /** To the client: a heartbeat. */
    record Ping() implements Signal {}

    /**
     * To the client: the link is about to be closed, and whether and when to come back.
     *
     * @param code of the {@link dev.keryx.gateway.CloseReason}
     * @param text for people
     * @param advice empty: do not come back
     */
    record Bye(int code, String text, Optional<Advice> advice) implements Signal {}

    /**
     * When to reconnect.
     *
     * @param after no earlier than this
     * @param jitter plus a random part of this
     */
    record Advice(Duration after, Duration jitter) {}
}
