package dev.keryx.cluster;

import dev.keryx.Payload;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Takes what {@link FrameWriter} put, and never trusts a length. For one frame, one thread. */
final class FrameReader {
    private final Payload bytes;
    private int at;

    FrameReader(Payload bytes) {
        this.bytes = bytes;
    }

    int left() {
        return bytes.size() - at;
    }

    private void need(int count) throws BadFrameException {
        if (count < 0 || count > left()) {
            throw new BadFrameException("it ends too early");
        }
    }

    int u8() throws BadFrameException {
        need(1);
        return bytes.at(at++) & 0xff;
    }

    int u16() throws BadFrameException {
        return u8() << 8 | u8();
    }

    int u32() throws BadFrameException {
        need(Integer.BYTES);
        int value = bytes.intAt(at);
        at += Integer.BYTES;
        return value;
    }

    long u64() throws BadFrameException {
        need(Long.BYTES);
        long value = bytes.longAt(at);
        at += Long.BYTES;
        return value;
    }

    /** A number of things that follow, of at least so many bytes each. */
    int count(int leastBytes) throws BadFrameException {
        int count = u32();
        if (count < 0 || count > left() / leastBytes) {
            throw new BadFrameException("it announces more than it holds");
        }
        return count;
    }

    /** Without a copy. */
    Payload slice(int count) throws BadFrameException {
        need(count);
        Payload slice = bytes.slice(at, count);
        at += count;
        return slice;
    }

    Payload payload() throws BadFrameException {
        return slice(u32());
    }

    String text() throws BadFrameException {
        Payload utf8 = slice(u16());
        String text = utf8.utf8();
        if (text.indexOf('\uFFFD') >= 0) {
            requireUtf8(utf8);
        }
        return text;
    }

    private static void requireUtf8(Payload utf8) throws BadFrameException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(utf8.toByteBuffer());
        } catch (CharacterCodingException e) {
            throw new BadFrameException("a name is not UTF-8");
        }
    }

    void end() throws BadFrameException {
        if (left() != 0) {
            throw new BadFrameException("it goes on after its end");
        }
    }
}
