package dev.keryx.adapter.inmemory;

import dev.keryx.Payload;
import dev.keryx.gateway.link.Chunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whole frames, kept apart and shared with every client they go to. There is no memory to give back, but the count is kept
 * all the same and a use after the last release fails, so that an engine's mistake shows here and not in native memory.
 */
final class InMemoryChunk implements Chunk {
    private final List<Payload> frames = new ArrayList<>(1);
    private int length;
    private int references = 1;

    @Override
    public void put(byte[] frame, int offset, int count) {
        alive();
        boolean whole = offset == 0 && count == frame.length;
        frames.add(Payload.giving(whole ? frame : Arrays.copyOfRange(frame, offset, offset + count)));
        length += count;
    }

    List<Payload> frames() {
        alive();
        return frames;
    }

    @Override
    public int length() {
        alive();
        return length;
    }

    @Override
    public void retain() {
        alive();
        references++;
    }

    @Override
    public void release() {
        alive();
        references--;
    }

    private void alive() {
        if (references == 0) {
            throw new IllegalStateException("a chunk was used after its last release");
        }
    }
}
