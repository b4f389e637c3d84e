package dev.keryx.testkit.gateway;

import dev.keryx.gateway.RealtimeGateway;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A pipe over WebSocket, by the JDK's client, for every adapter that speaks it. While it is not read, neither is the socket. */
public final class WebSocketPipe implements TextPipe {
    private static final int BROKEN = 1006;
    private static final int NOBODYS_PORT = 1;

    /** The threads of all probes: made with the first, and never ended, so that no test takes them for its own. */
    private static final class Client {
        private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task, "probe-websocket");
            thread.setDaemon(true);
            return thread;
        });
        private static final HttpClient HTTP = HttpClient.newBuilder()
                .executor(EXECUTOR)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
    }

    private final Events events;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** The object's own monitor guards all below. */
    private CompletableFuture<WebSocket> sent;

    private @Nullable WebSocket socket;
    private boolean reading = true;
    /** Whether the socket was asked for a message that has not come yet. */
    private boolean asked;

    private WebSocketPipe(URI uri, String subprotocol, Events events) {
        this.events = events;
        this.sent = Client.HTTP.newWebSocketBuilder().subprotocols(subprotocol).buildAsync(uri, new Incoming());
    }

    /**
     * Opens a pipe and waits until the gateway has answered.
     *
     * @param uri of the gateway, with scheme {@code ws}
     * @param subprotocol to be offered
     * @param events is told what comes
     * @return the pipe; where the gateway refused, one that has ended with 1006
     */
    public static WebSocketPipe open(URI uri, String subprotocol, Events events) {
        WebSocketPipe pipe = new WebSocketPipe(uri, subprotocol, events);
        pipe.awaitAnswer();
        return pipe;
    }

    /**
     * Opens a pipe to a gateway on this machine and waits until it has answered.
     *
     * @param gateway started; where it has ended, nobody answers
     * @param path at which it speaks WebSocket
     * @param subprotocol to be offered
     * @param events is told what comes
     * @return the pipe; where the gateway refused, one that has ended with 1006
     */
    public static WebSocketPipe open(RealtimeGateway gateway, String path, String subprotocol, Events events) {
        int port = gateway.address().map(InetSocketAddress::getPort).orElse(NOBODYS_PORT);
        return open(URI.create("ws://127.0.0.1:" + port + path), subprotocol, events);
    }

    /** Waits until the gateway has said yes or no. */
    private void awaitAnswer() {
        CompletableFuture<WebSocket> opening;
        synchronized (this) {
            opening = sent;
        }
        if (!opening.handle((opened, refused) -> refused == null).join()) {
            end(BROKEN);
        }
    }

    /** Does one thing after another: the JDK's client takes no second message before the first is on its way. */
    private synchronized void then(Function<WebSocket, CompletableFuture<WebSocket>> action) {
        sent = sent.thenCompose(action).whenComplete((to, failure) -> {
            if (failure != null) {
                end(BROKEN);
            }
        });
    }

    private void end(int code) {
        if (ended.compareAndSet(false, true)) {
            events.closed(code);
        }
    }

    private synchronized void began(WebSocket opened) {
        socket = opened;
        askForMore();
    }

    private synchronized void askForMore() {
        WebSocket from = socket;
        if (reading && !asked && from != null) {
            asked = true;
            from.request(1);
        }
    }

    private synchronized void took() {
        asked = false;
        askForMore();
    }

    @Override
    public void text(String text) {
        then(socket -> socket.sendText(text, true));
    }

    @Override
    public void binary(byte[] bytes) {
        then(socket -> socket.sendBinary(ByteBuffer.wrap(bytes), true));
    }

    @Override
    public synchronized void stall() {
        reading = false;
    }

    @Override
    public synchronized void resume() {
        reading = true;
        askForMore();
    }

    @Override
    public void close() {
        then(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }

    @Override
    public synchronized void drop() {
        WebSocket to = socket;
        if (to != null) {
            to.abort();
        }
        end(BROKEN);
    }

    /** What the JDK's client reports, one call at a time. */
    private final class Incoming implements WebSocket.Listener {
        private final StringBuilder whole = new StringBuilder();

        @Override
        public void onOpen(WebSocket opened) {
            began(opened);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            whole.append(part);
            if (last) {
                String text = whole.toString();
                whole.setLength(0);
                events.text(text);
            }
            took();
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
            took();
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
            took();
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            took();
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            end(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end(BROKEN);
        }
    }
}
