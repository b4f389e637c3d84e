package dev.keryx.adapter.redis;

import dev.keryx.Payload;
import dev.keryx.bus.transport.Frame;
import java.nio.ByteBuffer;

/** A frame of text. */
record TextFrame(Payload payload, boolean joinable) implements Frame {
    static Frame alone(String text) {
        return new TextFrame(Payload.utf8(text), false);
    }

    static Frame joinable(String text) {
        return new TextFrame(Payload.utf8(text), true);
    }

    @Override
    public int size() {
        return payload.size();
    }

    @Override
    public void writeTo(ByteBuffer target) {
        payload.writeTo(target);
    }
}
