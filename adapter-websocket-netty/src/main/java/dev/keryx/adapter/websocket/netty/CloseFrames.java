package dev.keryx.adapter.websocket.netty;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.link.MalformedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * How both sides say goodbye (RFC 6455, sections 5.5.1 and 7.4): a code of two bytes and a text of at most 123, or nothing.
 */
final class CloseFrames {
    static final int NO_CODE = 1005;

    private static final int PROTOCOL = 1002;
    private static final int NOT_UTF8 = 1007;
    private static final int POLICY = 1008;
    private static final int TOO_BIG = 1009;
    private static final int LOST = 1006;
    private static final int MOST_TEXT_BYTES = 123;
    private static final byte[] NOTHING = new byte[0];

    private CloseFrames() {}

    static MalformedException malformed(String why) {
        return new MalformedException(new CloseReason(PROTOCOL, why));
    }

    static MalformedException notUtf8(String why) {
        return new MalformedException(new CloseReason(NOT_UTF8, why));
    }

    static MalformedException tooBig(String why) {
        return new MalformedException(new CloseReason(TOO_BIG, why));
    }

    static CloseReason tooLate(String why) {
        return new CloseReason(POLICY, why);
    }

    /** What a client's close frame says. */
    static CloseReason read(byte[] payload) throws MalformedException {
        if (payload.length == 0) {
            return new CloseReason(NO_CODE, "");
        }
        if (payload.length == 1) {
            throw malformed("a close code has one byte");
        }
        int code = ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        if (!mayTravel(code)) {
            throw malformed("close code " + code + " is not for the wire");
        }
        Utf8 utf8 = new Utf8();
        if (!utf8.accepts(payload, 2, payload.length) || !utf8.complete()) {
            throw notUtf8("a close text is not UTF-8");
        }
        return new CloseReason(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
    }

    /** A close frame; a reason whose code is not for the wire becomes one without a code. */
    static ByteBuf write(ByteBufAllocator memory, CloseReason reason) {
        boolean empty = !mayTravel(reason.code());
        byte[] text = empty ? NOTHING : reason.text().getBytes(StandardCharsets.UTF_8);
        int length = wholeCharacters(text);
        ByteBuf frame = memory.directBuffer(4 + length);
        frame.writeByte(0x88).writeByte(empty ? 0 : 2 + length);
        if (!empty) {
            frame.writeShort(reason.code()).writeBytes(text, 0, length);
        }
        return frame;
    }

    /** The longest beginning that fits and does not end inside a character. */
    private static int wholeCharacters(byte[] text) {
        int length = Math.min(text.length, MOST_TEXT_BYTES);
        while (length > 0 && length < text.length && (text[length] & 0xC0) == 0x80) {
            length--;
        }
        return length;
    }

    /** Some codes are only for the ears of the local application, some nobody has defined. */
    private static boolean mayTravel(int code) {
        boolean standard = code >= 1000 && code <= 1014 && code != 1004 && code != NO_CODE && code != LOST;
        return standard || (code >= 3000 && code <= 4999);
    }
}
