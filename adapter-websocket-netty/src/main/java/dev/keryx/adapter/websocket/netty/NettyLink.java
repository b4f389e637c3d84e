package dev.keryx.adapter.websocket.netty;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.link.Chunk;
import dev.keryx.gateway.link.Framing;
import dev.keryx.gateway.link.Lane;
import dev.keryx.gateway.link.Link;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket: its outbound side and its end. Exactly one close frame goes out, and nothing behind it.
 *
 * <pre>
 *   OPEN ── we say goodbye ──────────────────► CLOSING ── they do too ──► OVER ── the wire ends
 *     └──── they do, or something malformed ──► DEAF ──── we do too ───────▲
 * </pre>
 *
 * <p>All of it on its lane.
 */
final class NettyLink implements Link {
    private enum Phase {
        OPEN,
        DEAF,
        CLOSING,
        OVER
    }

    private final Channel channel;
    private final NettyLane lane;
    private final LinkHandler inbound;
    private Phase phase = Phase.OPEN;
    private CloseReason reason = CloseReason.LOST;

    // Null as long as the system takes all that is sent.
    private @Nullable Kept kept;

    NettyLink(Channel channel, NettyLane lane, LinkHandler inbound) {
        this.channel = channel;
        this.lane = lane;
        this.inbound = inbound;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public Framing framing() {
        return Framing.WEBSOCKET;
    }

    @Override
    public SocketAddress remote() {
        return channel.remoteAddress();
    }

    @Override
    public boolean send(Chunk chunk) {
        return !isOpen() || put(((NettyChunk) chunk).bytes());
    }

    /** One system call where nothing is kept; the bytes stay the caller's. False: something is kept. */
    private boolean put(ByteBuf bytes) {
        int length = bytes.readableBytes();
        int sent = kept == null ? writeNow(bytes) : 0;
        if (sent < length) {
            Kept.hand(channel, lane, bytes, bytes.readerIndex() + sent, length - sent);
            if (kept == null && Kept.isAnyIn(channel)) {
                kept = new Kept(channel, lane, this::keptIsGone);
            }
        }
        return kept == null;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the end is heard by the handler
    private int writeNow(ByteBuf bytes) {
        try {
            return lane.direct().write(channel, bytes);
        } catch (IOException broken) {
            channel.close();
            return bytes.readableBytes();
        }
    }

    private void keptIsGone() {
        kept = null;
        inbound.roomAgain();
    }

    @Override
    public int unsentBytes() {
        return kept == null ? 0 : kept.bytes();
    }

    @Override
    public void read(boolean on) {
        if (phase == Phase.OPEN) {
            channel.config().setAutoRead(on);
        }
    }

    @Override
    public void close(CloseReason why) {
        if (phase == Phase.OPEN) {
            reason = why;
        }
        if (endsAtOnce(why)) {
            over();
            Parting.cutOff(channel);
        } else if (phase == Phase.OPEN) {
            inbound.answerPings();
            phase = Phase.CLOSING;
            inbound.mute();
            channel.config().setAutoRead(true);
            sayGoodbye(why);
        } else if (phase == Phase.DEAF) {
            sayGoodbye(why);
            part();
        }
    }

    private static boolean endsAtOnce(CloseReason why) {
        return why.code() == CloseReason.SLOW.code() || why.code() == CloseReason.LOST.code();
    }

    /** Whether it may still be sent something. */
    boolean isOpen() {
        return phase == Phase.OPEN || phase == Phase.DEAF;
    }

    /** Whether something waits for the other side to read. */
    boolean keeps() {
        return kept != null;
    }

    NettyLane nettyLane() {
        return lane;
    }

    /** Sends a control frame, which is given away. */
    void control(ByteBuf frame) {
        try {
            put(frame);
        } finally {
            frame.release();
        }
    }

    /** The other side said goodbye, first or in answer to ours, or something malformed. */
    void hearsNoMore(CloseReason why) {
        if (phase == Phase.OPEN) {
            reason = why;
            inbound.answerPings();
            phase = Phase.DEAF;
            inbound.stop();
            channel.config().setAutoRead(true);
            inbound.ending(why);
        } else if (phase == Phase.CLOSING) {
            part();
        }
    }

    /** Both have said goodbye. */
    private void part() {
        over();
        Parting.begin(channel, lane);
        inbound.ended(reason);
    }

    /** From here on the other side has a deadline. */
    private void sayGoodbye(CloseReason why) {
        lane.partings().set(() -> Parting.cutOff(channel));
        control(CloseFrames.write(lane.memory(), why));
    }

    /** The wire has ended, by whomever. */
    void gone() {
        over();
        inbound.ended(reason);
    }

    private void over() {
        phase = Phase.OVER;
        inbound.stop();
    }
}
