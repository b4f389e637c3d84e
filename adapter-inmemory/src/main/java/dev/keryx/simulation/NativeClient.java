package dev.keryx.simulation;

import dev.keryx.Payload;
import dev.keryx.adapter.inmemory.InMemoryGateway;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.link.LinkRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link FakeClient} over an in-memory wire. */
final class NativeClient implements FakeClient {
    private static final String PROTOCOL = "keryx.v1.json";

    private final String name;
    private final TaskQueue queue;
    private final InMemoryGateway gateway;
    private final ClientText text;
    private final ClientSpec spec;
    private final LinkRequest request;
    private final Map<String, Function<Args, @Nullable Object>> answers = new HashMap<>();
    private Session session;
    private long lastId;

    NativeClient(String name, TaskQueue queue, InMemoryGateway gateway, ClientText text, ClientSpec spec) {
        this.name = name;
        this.queue = queue;
        this.gateway = gateway;
        this.text = text;
        this.spec = spec;
        this.request = new LinkRequest(new ClientRequest(spec), List.of(PROTOCOL), false);
        this.session = new Session();
        session.open();
    }

    /** From one connect to the end of its wire. */
    private final class Session implements InMemoryGateway.Client {
        final Inbox inbox = new Inbox();
        InMemoryGateway.@Nullable Wire wire;

        void open() {
            wire = gateway.connect(request, this);
            say(text.hello(spec));
            queue.settle();
        }

        void say(String message) {
            if (wire != null) {
                wire.send(message);
            }
        }

        @Override
        public void message(Payload message) {
            ClientText.Message heard = text.read(message);
            switch (heard.kind()) {
                case "" -> say("[]");
                case "welcome" -> inbox.connection = heard.connection();
                case "ev" -> event(heard);
                case "ok", "ack" -> inbox.replies.put(heard.id(), new Inbox.Reply(heard.args(2), null));
                case "err" -> refused(heard);
                case "gap" -> inbox.gaps.add(new Missed(heard.rooms(), heard.string(2)));
                case "bye" -> inbox.goodbye = heard.goodbye();
                default -> throw new AssertionError("the gateway said what the protocol does not have: " + heard);
            }
        }

        private void event(ClientText.Message heard) {
            Optional<String> room = heard.size() > 4 ? Optional.of(heard.string(4)) : Optional.empty();
            Received event = new Received(heard.string(2), heard.args(3), room);
            inbox.add(event);
            Function<Args, @Nullable Object> reply = answers.get(event.event());
            if (heard.id() > 0 && reply != null) {
                say(text.ack(heard.id(), reply.apply(event.args())));
            }
        }

        private void refused(ClientText.Message heard) {
            if (heard.id() == 0) {
                inbox.refusal = heard.refusal();
            } else {
                inbox.replies.put(heard.id(), new Inbox.Reply(null, heard.refusal()));
            }
        }

        @Override
        public void closed(CloseReason reason) {
            inbox.closed = reason;
        }
    }

    private Inbox settled() {
        queue.settle();
        return session.inbox;
    }

    private AssertionError failed(String expectation) {
        return new AssertionError(name + " expected " + expectation + session.inbox.summary());
    }

    @Override
    public void send(String event, @Nullable Object... args) {
        session.say(text.event(0, event, args));
    }

    @Override
    public Ack ask(String event, @Nullable Object... args) {
        long id = ++lastId;
        session.say(text.event(id, event, args));
        return new Answer("an answer to " + event, id, session.inbox);
    }

    @Override
    public Ack join(String room) {
        return askFor("join", room);
    }

    @Override
    public Ack leave(String room) {
        return askFor("leave", room);
    }

    private Ack askFor(String kind, String room) {
        long id = ++lastId;
        session.say(text.room(kind, id, room));
        return new Answer("an answer to its wish to " + kind + " " + room, id, session.inbox);
    }

    @Override
    public void answer(String event, Function<Args, @Nullable Object> reply) {
        answers.put(event, reply);
    }

    @Override
    public Args expect(String event) {
        return settled().take(event).orElseThrow(() -> failed(event)).args();
    }

    @Override
    public void expectNo(String event) {
        if (settled().has(event)) {
            throw failed("no " + event);
        }
    }

    @Override
    public void expectNothing() {
        if (!settled().isEmpty()) {
            throw failed("nothing");
        }
    }

    @Override
    public Missed expectGap() {
        if (settled().gaps.isEmpty()) {
            throw failed("a gap");
        }
        return session.inbox.gaps.remove(0);
    }

    @Override
    public List<Received> received() {
        return List.copyOf(settled().all);
    }

    @Override
    public String id() {
        String id = settled().connection;
        if (id == null) {
            throw failed("to be let in");
        }
        return id;
    }

    @Override
    public Optional<Refusal> refused() {
        return Optional.ofNullable(settled().refusal);
    }

    @Override
    public Optional<CloseReason> closed() {
        return Optional.ofNullable(settled().closed);
    }

    @Override
    public Optional<Goodbye> goodbye() {
        return Optional.ofNullable(settled().goodbye);
    }

    private void wire(Consumer<InMemoryGateway.Wire> act) {
        if (session.wire != null) {
            act.accept(session.wire);
        }
    }

    @Override
    public void stall() {
        wire(InMemoryGateway.Wire::stall);
    }

    @Override
    public void resume() {
        wire(InMemoryGateway.Wire::resume);
    }

    @Override
    public void drop() {
        wire(InMemoryGateway.Wire::drop);
    }

    @Override
    public void reconnect() {
        drop();
        session = new Session();
        session.open();
    }

    @Override
    public void close() {
        wire(InMemoryGateway.Wire::close);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Looks into the inbox of the wire that asked: a later one never has the answer. */
    private final class Answer implements Ack {
        private final String what;
        private final long id;
        private final Inbox inbox;

        Answer(String what, long id, Inbox inbox) {
            this.what = what;
            this.id = id;
            this.inbox = inbox;
        }

        private Inbox.Reply reply() {
            queue.settle();
            Inbox.Reply reply = inbox.replies.get(id);
            if (reply == null) {
                throw failed(what);
            }
            return reply;
        }

        @Override
        public boolean answered() {
            queue.settle();
            return inbox.replies.containsKey(id);
        }

        @Override
        public Args expect() {
            Inbox.Reply reply = reply();
            if (reply.yes() == null) {
                throw failed(what + ", but it is a no: " + reply.no());
            }
            return reply.yes();
        }

        @Override
        public Refusal expectRefusal() {
            Inbox.Reply reply = reply();
            if (reply.no() == null) {
                throw failed(what + " that says no, but it is a yes");
            }
            return reply.no();
        }
    }
}
