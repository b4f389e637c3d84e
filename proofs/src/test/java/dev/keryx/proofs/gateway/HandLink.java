package dev.keryx.proofs.gateway;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.link.Chunk;
import dev.keryx.gateway.link.Lane;
import dev.keryx.gateway.link.LinkEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A link to a client that is the test itself. It closes politely when told to, and at once. */
class HandLink implements BareLink {
    final HandLane lane;
    private final HandTime time;
    private final List<String> received = new ArrayList<>();

    /** The chunks as they came, to tell which were shared. */
    final List<Chunk> chunks = new ArrayList<>();

    final List<CloseReason> closes = new ArrayList<>();

    /** What one send costs. */
    Duration cost = Duration.ZERO;

    boolean stalled;
    boolean reading = true;
    int readChanges;
    int readsOff;

    /** Whether a close is answered by the end, as it should be. */
    boolean endsWhenClosed = true;

    @Nullable
    LinkEvents events;

    private @Nullable Chunk kept;

    HandLink(HandLane lane, HandTime time) {
        this.lane = lane;
        this.time = time;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public boolean send(Chunk chunk) {
        if (!lane.inLane() || kept != null) {
            throw new AssertionError("sent off the lane, or before the link was writable again");
        }
        chunks.add(chunk);
        time.spend(cost);
        if (stalled) {
            chunk.retain();
            kept = chunk;
            return false;
        }
        received.addAll(((HandChunk) chunk).send());
        return true;
    }

    @Override
    public int unsentBytes() {
        return kept == null ? 0 : kept.length();
    }

    @Override
    public void read(boolean on) {
        reading = on;
        readChanges++;
        readsOff += on ? 0 : 1;
    }

    @Override
    public void close(CloseReason reason) {
        closes.add(reason);
        if (endsWhenClosed && closes.size() == 1) {
            lane.execute(() -> end(reason));
        }
    }

    /** The link ends. On the lane. */
    void end(CloseReason reason) {
        free();
        events().closed(reason);
    }

    private void free() {
        if (kept != null) {
            kept.release();
            kept = null;
        }
    }

    LinkEvents events() {
        if (events == null) {
            throw new AssertionError("the link has not entered");
        }
        return events;
    }

    /** The client reads again. */
    void resume() {
        lane.on(() -> {
            stalled = false;
            if (kept != null) {
                received.addAll(((HandChunk) kept).send());
                free();
                events().writable();
            }
        });
    }

    /** The client says so, and nothing more for now. */
    void say(String... texts) {
        lane.on(() -> {
            for (String text : texts) {
                events().text(text.getBytes(StandardCharsets.UTF_8));
            }
            events().readBurstEnds();
        });
    }

    /** The client says so, then something that ends the link. */
    void sayLast(CloseReason reason, String... texts) {
        say(texts);
        lane.on(() -> events().ending(reason));
    }

    /** The client is gone. */
    void drop() {
        lane.on(() -> end(CloseReason.LOST));
    }

    /** What has arrived since this was asked last. */
    List<String> take() {
        List<String> all = List.copyOf(received);
        received.clear();
        return all;
    }

    /** The same, each text changed. */
    List<String> take(UnaryOperator<String> change) {
        return take().stream().map(change).toList();
    }
}
