package dev.keryx.bus.transport;

import dev.keryx.Payload;
import java.nio.ByteBuffer;

/** The bare payload, whose end nobody can tell once another follows. */
record RawFrame(Payload payload) implements Frame {
    @Override
    public int size() {
        return payload.size();
    }

    @Override
    public void writeTo(ByteBuffer target) {
        payload.writeTo(target);
    }

    @Override
    public boolean joinable() {
        return false;
    }
}
