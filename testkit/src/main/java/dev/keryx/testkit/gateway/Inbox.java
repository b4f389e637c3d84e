package dev.keryx.testkit.gateway;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.link.Signal;
import dev.keryx.testkit.Eventually;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a client has heard and no expectation has taken yet. Safe on any thread. */
final class Inbox {
    /**
     * An ack.
     *
     * @param args decoded, where it says yes
     * @param no where it says no
     */
    record Reply(List<@Nullable Object> args, Optional<Refusal> no) {}

    /** The object's own monitor guards all below. */
    private final Deque<ProbeEvent> events = new ArrayDeque<>();

    private final Map<Long, Reply> replies = new HashMap<>();
    private final Deque<Signal.Missed> gaps = new ArrayDeque<>();
    private @Nullable String welcome;
    private @Nullable Refusal refused;
    private Signal.@Nullable Bye goodbye;
    private @Nullable CloseReason closed;

    synchronized void add(ProbeEvent event) {
        events.add(event);
    }

    synchronized void add(long id, Reply reply) {
        if (replies.putIfAbsent(id, reply) != null) {
            throw new AssertionError("two acks for one event, id " + id);
        }
    }

    synchronized void add(Signal.Missed gap) {
        gaps.add(gap);
    }

    synchronized void welcome(String connection) {
        welcome = connection;
    }

    synchronized void refused(Refusal why) {
        refused = why;
    }

    synchronized void goodbye(Signal.Bye bye) {
        goodbye = bye;
    }

    synchronized void closed(int code) {
        Signal.Bye bye = goodbye;
        closed = new CloseReason(code, bye != null && bye.code() == code ? bye.text() : "the wire ended");
    }

    String expectWelcome() {
        return await("a welcome", () -> welcome);
    }

    Refusal expectRefused() {
        await("a refusal", () -> refused != null ? refused : closed);
        synchronized (this) {
            CloseReason reason = closed;
            if (refused != null) {
                return refused;
            }
            return Refusal.of(String.valueOf(reason == null ? 0 : reason.code()), reason == null ? "" : reason.text());
        }
    }

    Reply expectReply(long id) {
        return await("an ack for id " + id, () -> replies.remove(id));
    }

    synchronized int repliesLeft() {
        return replies.size();
    }

    ProbeEvent expectEvent() {
        return await("an event", events::poll);
    }

    List<ProbeEvent> eventsUntil(String name) {
        List<ProbeEvent> before = new ArrayList<>();
        while (true) {
            ProbeEvent next = await("the event " + name + " after " + before.size() + " others", events::poll);
            if (next.name().equals(name)) {
                return before;
            }
            before.add(next);
        }
    }

    Signal.Missed expectGap() {
        return await("a gap", gaps::poll);
    }

    Signal.Bye expectGoodbye() {
        return await("a goodbye", () -> goodbye);
    }

    CloseReason expectClosed() {
        return await("the wire's end", () -> closed);
    }

    synchronized boolean isOpen() {
        return closed == null;
    }

    /** Looks until there is something; what can no longer come is not waited for. */
    private <T> T await(String what, Supplier<@Nullable T> look) {
        List<T> found = new ArrayList<>(1);
        Eventually.that("a client had " + what, () -> found(look, found) || !isOpen(), this::toString);
        if (found.isEmpty() && !found(look, found)) {
            throw new AssertionError("the wire ended, but a client should have had " + what + "; it has " + this);
        }
        return found.get(0);
    }

    private synchronized <T> boolean found(Supplier<@Nullable T> look, List<T> found) {
        T value = look.get();
        if (value != null) {
            found.add(value);
        }
        return value != null;
    }

    /** What is in it, for the message of a failed expectation. */
    @Override
    public synchronized String toString() {
        List<String> names = events.stream().limit(20).map(ProbeEvent::name).toList();
        return "welcome " + welcome + ", refused " + refused + ", " + events.size() + " events " + names + ", acks "
                + replies.keySet() + ", gaps " + gaps + ", goodbye " + goodbye + ", closed " + closed;
    }
}
