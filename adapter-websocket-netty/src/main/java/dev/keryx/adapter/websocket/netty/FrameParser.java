package dev.keryx.adapter.websocket.netty;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.link.MalformedException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client sends after the upgrade (RFC 6455, section 5) and delivers whole messages. Strict: masked frames only,
 * no extension bits, shortest lengths. Keeps no buffer of the transport. Confined to its lane, as is the sink.
 *
 * <pre>
 *   +-+---+------+-+--------+---------------+--------+---------+
 *   |F|RSV| kind |M| length | longer length |  mask  | payload |
 *   |1| 3 |  4   |1|   7    | 0, 16, 64 bit | 32 bit | masked  |
 *   +-+---+------+-+--------+---------------+--------+---------+
 * </pre>
 */
final class FrameParser {
    private static final int FIN = 0x80;
    private static final int RESERVED_BITS = 0x70;
    private static final int KIND = 0x0F;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int MOST_CONTROL_BYTES = 125;
    private static final int MOST_TWO_BYTES_SAY = 0xFFFF;

    private enum Stage {
        KIND,
        LENGTH,
        LONGER_LENGTH,
        MASK,
        PAYLOAD,
        OVER
    }

    private final FrameSink sink;
    private final GatewayLimits limits;

    // The frame being read: its first byte, the bytes its header still lacks, and those its payload lacks.
    private Stage stage = Stage.KIND;
    private byte first;
    private byte headerDue;
    private boolean wide;
    private long due;
    private int mask;

    // The message it belongs to, and a control frame's payload, which may come in between. Null as long as there is
    // none: most
    // links are idle most of the time.
    private @Nullable MessageReader message;
    private @Nullable Assembly control;
    private boolean muted;

    FrameParser(FrameSink sink, GatewayLimits limits) {
        this.sink = sink;
        this.limits = limits;
    }

    /** Takes the next bytes, which stay the caller's. */
    void read(ByteBuf in) {
        try {
            while (stage != Stage.OVER && in.isReadable()) {
                step(in);
            }
        } catch (MalformedException malformed) {
            stop();
            sink.malformed(malformed.reason());
        }
    }

    /** From now on only the goodbye matters. Legal inside the sink. */
    void mute() {
        muted = true;
        message = null;
    }

    /** Nothing matters any more. Legal inside the sink. */
    void stop() {
        stage = Stage.OVER;
        mute();
    }

    private void step(ByteBuf in) throws MalformedException {
        switch (stage) {
            case KIND -> kind(in.readUnsignedByte());
            case LENGTH -> length(in.readUnsignedByte());
            case LONGER_LENGTH -> {
                due = (due << 8) | in.readUnsignedByte();
                if (--headerDue == 0) {
                    longerLength();
                }
            }
            case MASK -> {
                mask = (mask << 8) | in.readUnsignedByte();
                if (--headerDue == 0) {
                    headerEnds();
                }
            }
            case PAYLOAD -> payload(in);
            case OVER -> throw new IllegalStateException("the parser was stopped");
        }
    }

    private void kind(int value) throws MalformedException {
        first = (byte) value;
        if ((value & RESERVED_BITS) != 0) {
            throw CloseFrames.malformed("a reserved bit is set");
        }
        int kind = value & KIND;
        if ((kind > BINARY && kind < CLOSE) || kind > PONG) {
            throw CloseFrames.malformed("reserved opcode " + kind);
        }
        if (isControl() && !isFinal()) {
            throw CloseFrames.malformed("a control frame is fragmented");
        }
        stage = Stage.LENGTH;
    }

    private void length(int value) throws MalformedException {
        if ((value & MASKED) == 0) {
            throw CloseFrames.malformed("a frame is not masked");
        }
        due = value & LENGTH;
        if (due <= MOST_CONTROL_BYTES) {
            lengthEnds();
            return;
        }
        if (isControl()) {
            throw CloseFrames.malformed("a control frame is longer than 125 bytes");
        }
        wide = due == 127;
        headerDue = (byte) (wide ? 8 : 2);
        due = 0;
        stage = Stage.LONGER_LENGTH;
    }

    private void longerLength() throws MalformedException {
        if (due < 0) {
            throw CloseFrames.malformed("a length has its highest bit set");
        }
        if (due <= (wide ? MOST_TWO_BYTES_SAY : MOST_CONTROL_BYTES)) {
            throw CloseFrames.malformed("a length is not in its shortest form");
        }
        lengthEnds();
    }

    private void lengthEnds() throws MalformedException {
        if (!isControl() && !muted) {
            message().begin(first & KIND, isFinal(), due);
        }
        headerDue = 4;
        mask = 0;
        stage = Stage.MASK;
    }

    private void headerEnds() throws MalformedException {
        stage = Stage.PAYLOAD;
        if (due == 0) {
            frameEnds();
        }
    }

    private boolean isControl() {
        return (first & CLOSE) != 0;
    }

    private boolean isFinal() {
        return (first & FIN) != 0;
    }

    private MessageReader message() {
        MessageReader open = message;
        if (open == null) {
            open = new MessageReader(sink, limits.messageBytes(), limits.fragments());
            message = open;
        }
        return open;
    }

    private Assembly control() {
        Assembly open = control;
        if (open == null) {
            open = new Assembly();
            control = open;
        }
        return open;
    }

    private byte[] takeControl() {
        Assembly open = control;
        control = null;
        return open == null ? Assembly.NOTHING : open.take();
    }

    private void payload(ByteBuf in) throws MalformedException {
        int count = (int) Math.min(due, in.readableBytes());
        if (isControl()) {
            mask = control().append(in, count, (int) due, mask);
        } else if (muted) {
            in.skipBytes(count);
        } else {
            mask = message().append(in, count, (int) due, mask);
        }
        due -= count;
        if (due == 0) {
            frameEnds();
        }
    }

    private void frameEnds() throws MalformedException {
        stage = Stage.KIND;
        switch (first & KIND) {
            case CLOSE -> {
                byte[] payload = takeControl();
                CloseReason reason = CloseFrames.read(payload);
                stop();
                sink.goodbye(reason);
            }
            case PING -> {
                byte[] payload = takeControl();
                if (!muted) {
                    sink.ping(payload);
                }
            }
            case PONG -> takeControl();
            default -> {
                if (!muted && isFinal()) {
                    MessageReader whole = message();
                    message = null;
                    whole.end();
                }
            }
        }
    }
}
