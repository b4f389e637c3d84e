package dev.keryx.adapter.websocket.netty;

import dev.keryx.gateway.link.MalformedException;
import io.netty.buffer.ByteBuf;

/**
 * Puts the frames of one message together, once, within the limits of a message, and fails at the first byte of a text that is not
 * UTF-8. Confined to its lane.
 */
final class MessageReader {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;

    private final FrameSink sink;
    private final int maxBytes;
    private final int maxFragments;

    // The kind of the first frame, 0 before it has come, and the frames so far.
    private int kind;
    private int frames;
    private final Assembly assembly = new Assembly();
    private final Utf8 utf8 = new Utf8();

    MessageReader(FrameSink sink, int maxBytes, int maxFragments) {
        this.sink = sink;
        this.maxBytes = maxBytes;
        this.maxFragments = maxFragments;
    }

    /** A data frame's header is known up to its length. */
    void begin(int frameKind, boolean last, long length) throws MalformedException {
        if (frameKind == CONTINUATION && kind == CONTINUATION) {
            throw CloseFrames.malformed("a continuation without a beginning");
        }
        if (frameKind != CONTINUATION && kind != CONTINUATION) {
            throw CloseFrames.malformed("a new message inside a fragmented one");
        }
        if (length > maxBytes - assembly.size()) {
            throw CloseFrames.tooBig("a message has more than " + maxBytes + " bytes");
        }
        if (++frames > maxFragments) {
            throw CloseFrames.tooBig("a message has more than " + maxFragments + " fragments");
        }
        if (frameKind != CONTINUATION) {
            kind = frameKind;
            if (!last) {
                sink.fragmentsBegin();
            }
        }
    }

    /** Takes bytes of the frame, of which it lacks {@code due}; returns the mask rotated. */
    int append(ByteBuf in, int count, int due, int mask) throws MalformedException {
        int from = assembly.size();
        int rotated = assembly.append(in, count, due, mask);
        if (kind == TEXT && !utf8.accepts(assembly.bytes(), from, assembly.size())) {
            throw CloseFrames.notUtf8("a text is not UTF-8");
        }
        return rotated;
    }

    /** The message's last frame is complete. */
    void end() throws MalformedException {
        boolean text = kind == TEXT;
        if (text && !utf8.complete()) {
            throw CloseFrames.notUtf8("a text ends inside a character");
        }
        if (frames > 1) {
            sink.fragmentsEnd();
        }
        byte[] message = assembly.take();
        if (text) {
            sink.text(message);
        } else {
            sink.binary(message);
        }
    }
}
