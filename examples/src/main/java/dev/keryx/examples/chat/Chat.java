package dev.keryx.examples.chat;

import dev.keryx.TimeSource;
import dev.keryx.adapter.redis.RedisMessageBus;
import dev.keryx.adapter.websocket.netty.NettyGateway;
import dev.keryx.adapter.websocket.netty.StaticFiles;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.Handshake;
import dev.keryx.gateway.Listing;
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.gateway.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The chat, the whole of its server: conversations are rooms. A client comes in with its name, enters rooms, and says
 * something. Only {@link #serve} knows of Redis and WebSocket; the rest runs on whatever adapters carry the gateway.
 */
public final class Chat {
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_TEXT = 2_000;

    /** What a client shows at the door. */
    record Visitor(@Nullable String name) {}

    /** What a client says. */
    record Say(String room, String text) {}

    /** What everybody in the room hears; the time in milliseconds since 1970. */
    record Said(String room, String from, String text, long at) {}

    private final Namespace everybody;
    private final String node;
    private final Optional<MessageBus> bus;
    private final TimeSource clock;

    private Chat(RealtimeGateway gateway, Optional<MessageBus> bus, TimeSource clock) {
        this.everybody = gateway.root();
        this.node = gateway.node().toString();
        this.bus = bus;
        this.clock = clock;
    }

    /**
     * Serves the chat and its page, one node of several where a Redis is named, until the process ends; that drains.
     *
     * @param port where to listen; 0 takes a free one
     * @param redis such as {@code redis://localhost:6379}; empty where this is the only node
     * @throws dev.keryx.KeryxException naming the address, where Redis or the port is not to be had
     */
    public static void serve(int port, Optional<String> redis) throws InterruptedException {
        Optional<MessageBus> bus = redis.map(RedisMessageBus::at);
        NettyGateway.Builder builder =
                NettyGateway.builder().port(port).path("/keryx").http("/", StaticFiles.in(Chat.class, "web"));
        bus.ifPresent(builder::bus);
        RealtimeGateway gateway = builder.build();
        openOn(gateway, bus, TimeSource.system());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(gateway, bus), "keryx-shutdown"));
        gateway.start(); // Starts the bus too.
        System.out.printf(
                "Keryx chat: http://127.0.0.1:%d/  (node %s, %s)%n",
                gateway.address().orElseThrow().getPort(),
                gateway.node(),
                bus.isPresent() ? "one of several" : "alone");
        new CountDownLatch(1).await();
    }

    private static void end(RealtimeGateway gateway, Optional<MessageBus> bus) {
        gateway.close();
        bus.ifPresent(MessageBus::close);
    }

    /**
     * Opens the chat on a gateway that is still to be started.
     *
     * @param bus the gateway's, whose state the clients are shown; empty where this is the only node
     */
    static void openOn(RealtimeGateway gateway, Optional<MessageBus> bus, TimeSource clock) {
        Chat chat = new Chat(gateway, bus, clock);
        chat.everybody
                .use(Chat::admit)
                .onConnect(chat::welcome)
                .answer("enter", String.class, chat::enter)
                .on("say", Say.class, chat::say)
                .onDisconnect((connection, reason) -> connection.rooms().forEach(chat::showWhoIsHere));
        bus.ifPresent(b -> b.onState(state -> chat.everybody.local().emit("bus", state)));
    }

    private static Decision admit(Handshake handshake) {
        Visitor visitor = handshake.auth(Visitor.class);
        String name =
                visitor == null || visitor.name() == null ? "" : visitor.name().strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return Decision.refuse("NAME", "Please give a name of 1 to " + LONGEST_NAME + " characters.");
        }
        return Decision.accept().as(name);
    }

    private void welcome(Connection connection) {
        connection.send(Event.of(
                "node", node, bus.map(MessageBus::state).map(BusState::name).orElse("NONE")));
    }

    private CompletableFuture<List<String>> enter(Connection connection, String room) {
        return connection.join(room).thenCompose(joined -> {
            showWhoIsHere(room);
            return whoIsHere(room);
        });
    }

    private void say(Connection connection, Say say) {
        if (!connection.rooms().contains(say.room())) {
            throw Refusal.of("ROOM", "Enter the conversation first.").toException();
        }
        if (say.text().isBlank() || say.text().length() > LONGEST_TEXT) {
            throw Refusal.of("TEXT", "A message has 1 to " + LONGEST_TEXT + " characters.")
                    .toException();
        }
        String from = connection.user().orElseThrow();
        everybody
                .to(say.room())
                .emit("said", new Said(say.room(), from, say.text(), clock.now().toEpochMilli()));
    }

    private void showWhoIsHere(String room) {
        whoIsHere(room).thenAccept(names -> everybody.to(room).local().emit("here", room, names));
    }

    private CompletableFuture<List<String>> whoIsHere(String room) {
        return everybody.to(room).local().members().list(1_000).thenApply(Chat::names);
    }

    private static List<String> names(Listing listing) {
        return listing.connections().stream()
                .flatMap(connection -> connection.user().stream())
                .distinct()
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .toList();
    }
}
