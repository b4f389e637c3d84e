package dev.keryx.gateway.engine;

import dev.keryx.gateway.link.Chunk;
import dev.keryx.gateway.link.Encoded;
import dev.keryx.gateway.link.Lane;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one run: links that get the same set of frames in the same dialect share one. A small table without chains:
 * a set that meets a taken place throws the old chunk out, so the memory held here stays bounded however the sets differ.
 * On the lane.
 */
final class Chunks {
    private static final int PLACES = 64;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final long[] masks = new long[PLACES];
    private final int[] dialects = new int[PLACES];
    private final @Nullable Chunk[] chunks = new @Nullable Chunk[PLACES];
    private int used;

    /** Borrowed until the next call. */
    Chunk get(long mask, Dialect dialect, @Nullable Outgoing[] casts, Lane lane) {
        int place = (int) (((mask + dialect.index) * SPREAD) >>> 58);
        Chunk chunk = chunks[place];
        if (chunk != null) {
            if (masks[place] == mask && dialects[place] == dialect.index) {
                return chunk;
            }
            chunks[place] = null;
            used--;
            chunk.release();
        }
        chunk = build(mask, dialect, casts, lane);
        masks[place] = mask;
        dialects[place] = dialect.index;
        chunks[place] = chunk;
        used++;
        return chunk;
    }

    private static Chunk build(long mask, Dialect dialect, @Nullable Outgoing[] casts, Lane lane) {
        int bytes = 0;
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            bytes += form(casts, rest, dialect).sizeBytes();
        }
        Chunk chunk = lane.chunk(bytes);
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            putAll(form(casts, rest, dialect), chunk);
        }
        return chunk;
    }

    private static Encoded form(@Nullable Outgoing[] casts, long rest, Dialect dialect) {
        Outgoing cast = casts[Long.numberOfTrailingZeros(rest)];
        if (cast == null) {
            throw new IllegalStateException("a bit without a cast");
        }
        return cast.in(dialect);
    }

    /** Appends all frames. */
    static void putAll(Encoded encoded, Chunk chunk) {
        List<byte[]> frames = encoded.frames();
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = frames.get(i);
            chunk.put(frame, 0, frame.length);
        }
    }

    void clear() {
        for (int i = 0; used > 0; i++) {
            Chunk chunk = chunks[i];
            if (chunk != null) {
                chunks[i] = null;
                used--;
                chunk.release();
            }
        }
    }
}
