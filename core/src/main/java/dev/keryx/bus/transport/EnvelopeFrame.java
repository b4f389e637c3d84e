package dev.keryx.bus.transport;

import dev.keryx.Payload;
import dev.keryx.bus.MessageId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An envelope that is yet to be written; its payload is not copied before. */
final class EnvelopeFrame implements Frame {
    private final MessageId id;
    private final long timestampMillis;
    private final byte[] headers;
    private final Payload payload;
    private final int size;

    EnvelopeFrame(MessageId id, long timestampMillis, byte[] headers, Payload payload, int size) {
        this.id = id;
        this.timestampMillis = timestampMillis;
        this.headers = headers;
        this.payload = payload;
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void writeTo(ByteBuffer target) {
        ByteOrder order = target.order();
        target.order(ByteOrder.BIG_ENDIAN);
        target.putInt((Envelope.MAGIC << 8) | Envelope.VERSION).putInt(size);
        target.putLong(id.high()).putLong(id.low()).putLong(timestampMillis);
        target.putInt(headers.length).put(headers);
        target.order(order);
        payload.writeTo(target);
    }

    @Override
    public boolean joinable() {
        return true;
    }
}
