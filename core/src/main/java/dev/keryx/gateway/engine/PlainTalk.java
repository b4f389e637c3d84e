package dev.keryx.gateway.engine;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.SocketHandler;
import dev.keryx.gateway.link.Encoded;
import dev.keryx.gateway.link.Framing;
import dev.keryx.gateway.link.Signal;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An endpoint without a protocol of ours: whole messages in, whole messages out, under the same bounds. On the lane. */
final class PlainTalk implements Talk {
    private static final Logger LOG = LoggerFactory.getLogger(PlainTalk.class);

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
    public void text(byte[] message) {
        peer.hand(new Message(message, false));
    }

    @Override
    public void binary(byte[] message) {
        peer.hand(new Message(message, true));
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
                peer.site.watch.handlerFailures.increment();
                LOG.warn("The handler of a socket failed", failure);
                socket.close(Peer.INTERNAL);
            }
        }
    }

    /** After all that was sent before. */
    private record Closing(Peer peer, CloseReason reason) implements Op {
        @Override
        public void apply(LaneLoop loop) {
            peer.closeInTurn(reason);
        }

        @Override
        public boolean splits() {
            return true;
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
            peer.loop.offer(new Closing(peer, reason));
            peer.site.bursts.wake(peer.loop);
        }
    }
}
