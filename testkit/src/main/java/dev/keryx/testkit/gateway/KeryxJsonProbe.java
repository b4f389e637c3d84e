package dev.keryx.testkit.gateway;

import dev.keryx.Json;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.link.Signal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A client that speaks {@code keryx.v1.json} over any pipe. Reads and writes JSON by the {@link Json} port. */
public final class KeryxJsonProbe implements ProbeClient {
    private final KeryxJsonText frames = new KeryxJsonText(Json.find());
    private final Inbox inbox = new Inbox();
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
    private final TextPipe pipe;
    private volatile @Nullable TextPipe answering;

    private KeryxJsonProbe(Function<TextPipe.Events, TextPipe> open) {
        pipe = open.apply(new TextPipe.Events() {
            @Override
            public void text(String text) {
                heard(text);
            }

            @Override
            public void closed(int code) {
                inbox.closed(code);
            }
        });
        answering = pipe;
    }

    /**
     * Opens a client.
     *
     * @param open opens the pipe, which reports to what it is given; it may do so before it returns
     * @return a client that has said nothing
     */
    public static KeryxJsonProbe over(Function<TextPipe.Events, TextPipe> open) {
        return new KeryxJsonProbe(open);
    }

    private void heard(String text) {
        try {
            switch (frames.kind(text)) {
                case "" -> pong();
                case "welcome" -> inbox.welcome(frames.welcome(text));
                case "ev" -> inbox.add(frames.event(text));
                case "ack", "ok" ->
                    inbox.add(frames.id(text), new Inbox.Reply(frames.replyArgs(text), Optional.empty()));
                case "err" -> failed(text);
                case "gap" -> inbox.add(frames.gap(text));
                case "bye" -> inbox.goodbye(frames.goodbye(text));
                default -> throw new AssertionError("a kind that the protocol does not have");
            }
        } catch (Throwable e) {
            fault.compareAndSet(null, new AssertionError("a client got a frame it cannot read: " + text, e));
        }
    }

    private void failed(String text) {
        Refusal refusal = frames.refusal(text);
        if (frames.id(text) == 0) {
            inbox.refused(refusal);
        } else {
            inbox.add(frames.id(text), new Inbox.Reply(List.of(), Optional.of(refusal)));
        }
    }

    private void pong() {
        TextPipe to = answering;
        if (to != null) {
            to.text("[]");
        }
    }

    private Inbox inbox() {
        Throwable seen = fault.get();
        if (seen != null) {
            throw new AssertionError(seen.getMessage(), seen);
        }
        return inbox;
    }

    /**
     * Sends a text as it is, whether it is the protocol or not.
     *
     * @param text a whole message
     */
    public void raw(String text) {
        pipe.text(text);
    }

    /**
     * Sends a binary message, which the protocol does not have.
     *
     * @param bytes a whole message
     */
    public void raw(byte[] bytes) {
        pipe.binary(bytes);
    }

    /**
     * Wants to be in a room.
     *
     * @param room its name
     * @return what {@link #expectAck} and {@link #expectNo} take
     */
    public long join(String room) {
        long id = lastId.incrementAndGet();
        pipe.text(frames.room("join", id, room));
        return id;
    }

    /**
     * Wants to be out of a room.
     *
     * @param room its name
     * @return what {@link #expectAck} and {@link #expectNo} take
     */
    public long leave(String room) {
        long id = lastId.incrementAndGet();
        pipe.text(frames.room("leave", id, room));
        return id;
    }

    /**
     * Waits for an ack, whatever it says.
     *
     * @param id of {@link #ask}, {@link #join} or {@link #leave}
     * @return empty for a yes, else its reason
     */
    public Optional<Refusal> expectAnswer(long id) {
        return inbox().expectReply(id).no();
    }

    @Override
    public void hello(String namespace, @Nullable Object auth) {
        pipe.text(frames.hello(namespace, auth));
    }

    @Override
    public String expectWelcome() {
        return inbox().expectWelcome();
    }

    @Override
    public Refusal expectRefused() {
        return inbox().expectRefused();
    }

    @Override
    public void send(String event, @Nullable Object... args) {
        pipe.text(frames.event(0, event, args));
    }

    @Override
    public long ask(String event, @Nullable Object... args) {
        long id = lastId.incrementAndGet();
        pipe.text(frames.event(id, event, args));
        return id;
    }

    @Override
    public List<@Nullable Object> expectAck(long id) {
        Inbox.Reply reply = inbox().expectReply(id);
        if (reply.no().isPresent()) {
            throw new AssertionError("a yes was expected for id " + id + ", but it is "
                    + reply.no().get());
        }
        return reply.args();
    }

    @Override
    public Refusal expectNo(long id) {
        Inbox.Reply reply = inbox().expectReply(id);
        return reply.no()
                .orElseThrow(
                        () -> new AssertionError("a no was expected for id " + id + ", but it is " + reply.args()));
    }

    @Override
    public int acksLeft() {
        return inbox().repliesLeft();
    }

    @Override
    public ProbeEvent expectEvent() {
        return inbox().expectEvent();
    }

    @Override
    public List<ProbeEvent> eventsUntil(String name) {
        return inbox().eventsUntil(name);
    }

    @Override
    public Signal.Missed expectGap() {
        return inbox().expectGap();
    }

    @Override
    public Signal.Bye expectGoodbye() {
        return inbox().expectGoodbye();
    }

    @Override
    public CloseReason expectClosed() {
        return inbox().expectClosed();
    }

    @Override
    public boolean isOpen() {
        return inbox().isOpen();
    }

    @Override
    public void answer(ProbeEvent event, @Nullable Object... args) {
        pipe.text(frames.ack(event.id(), args));
    }

    @Override
    public void refuse(ProbeEvent event, String code, String message) {
        pipe.text(frames.failure(event.id(), code, message));
    }

    @Override
    public void stall() {
        pipe.stall();
    }

    @Override
    public void resume() {
        pipe.resume();
    }

    @Override
    public void drop() {
        pipe.drop();
    }

    @Override
    public void close() {
        pipe.close();
    }
}
