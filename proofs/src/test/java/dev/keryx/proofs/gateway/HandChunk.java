package dev.keryx.proofs.gateway;

import dev.keryx.gateway.link.Chunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A chunk that remembers its frames and complains about every misuse. */
final class HandChunk implements Chunk {
    private final HandLane lane;
    private final int capacity;
    private final List<String> frames = new ArrayList<>();
    private int length;
    private int references = 1;
    private boolean sent;

    HandChunk(HandLane lane, int capacity) {
        this.lane = lane;
        this.capacity = capacity;
    }

    @Override
    public void put(byte[] frame, int offset, int count) {
        alive();
        if (sent || length + count > capacity) {
            throw new AssertionError("put after a send, or beyond what was asked for");
        }
        frames.add(new String(frame, offset, count, StandardCharsets.UTF_8));
        length += count;
    }

    /** The frames, for a link that sends them. */
    List<String> send() {
        alive();
        sent = true;
        return List.copyOf(frames);
    }

    @Override
    public int length() {
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
        if (--references == 0) {
            lane.chunksAlive--;
        }
    }

    private void alive() {
        if (references < 1) {
            throw new AssertionError("used after its last release");
        }
    }
}
