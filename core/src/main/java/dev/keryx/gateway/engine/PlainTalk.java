package dev.keryx.gateway.engine;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.SocketHandler;
import dev.keryx.gateway.link.Encoded;
import dev.keryx.gateway.link.Framing;
import dev.keryx.gateway.link.Signal;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An endpoint without a protocol of ours: whole messages in, whole messages out, under the same bounds. On the lane. */
final class PlainTalk implements Talk {
    private final Peer peer;
    private final SocketHandler handler;
    private final SocketHandler.Socket socket;

    PlainTalk(Peer peer, SocketHandler handler, Framing framing) {
        this.peer = peer;
        this.handler = handler;
        this.socket = new PlainSocket(peer, framing);
    }

    @Override
    public void opened() {}

    @Override
    public void take(byte[] message, boolean binary) {
        peer.hand(new Message(message, binary));
    }

    @Override
    public void ended(CloseReason reason) {}

    @Override
    public boolean expectsHello() {
        return false;
    }

    @Override
    public @Nullable Outgoing goodbye(CloseReason reason, Optional<Signal.Advice> advice) {
        return null;
    }

    @Override
    public @Nullable Outgoing ping() {
        return null;
    }

    @Override
    public long look(long now) {
        return Site.NEVER;
    }

    @Override
    public @Nullable Presence in(String namespace) {
        return null;
    }

    @Override
    public void each(Consumer<Presence> action) {}

    private final class Message extends Inbox.Job {
        private final byte[] bytes;
        private final boolean binary;

        Message(byte[] bytes, boolean binary) {
            super(bytes.length);
            this.bytes = bytes;
            this.binary = binary;
        }

        @Override
        void run() {
            try {
                if (binary) {
                    handler.binary(socket, bytes);
                } else {
                    handler.text(socket, bytes);
                }
            } catch (Throwable failure) {
                peer.site.watch.failed("A socket's handler failed, it is closed", ": " + peer, failure);
                socket.close(Peer.INTERNAL);
            }
        }
    }

    /** Any thread. */
    private record PlainSocket(Peer peer, Framing framing) implements SocketHandler.Socket {
        @Override
        public void sendText(byte[] utf8) {
            peer.tell(Outgoing.raw(Encoded.of(framing.frame(utf8, false))));
        }

        @Override
        public void sendBinary(byte[] bytes) {
            peer.tell(Outgoing.raw(Encoded.of(framing.frame(bytes, true))));
        }

        @Override
        public void close(CloseReason reason) {
            peer.loop.offer(new Closing(peer, reason, null));
            peer.site.bursts.wake(peer.loop);
        }
    }
}
