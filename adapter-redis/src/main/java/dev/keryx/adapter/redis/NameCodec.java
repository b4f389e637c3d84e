package dev.keryx.adapter.redis;

import dev.keryx.Payload;
import io.lettuce.core.codec.RedisCodec;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Turns Redis' bytes into names and payloads, each with one copy; a name that came lately with none. Belongs to one link,
 * whose subscribing connection decodes on one thread.
 */
final class NameCodec implements RedisCodec<RedisName, Payload> {
    /** Names remembered: more topics than this in turn cost a copy of the name each, nothing else. A power of two. */
    private static final int SLOTS = 1024;

    /** Longer names are foreign ones, and could be huge. */
    private static final int LONGEST_REMEMBERED = 1024;

    /** By hash, the latest wins. Touched by the decoding thread only. */
    private final @Nullable RedisName[] lately = new @Nullable RedisName[SLOTS];

    @Override
    public RedisName decodeKey(ByteBuffer bytes) {
        int hash = RedisName.hash(bytes);
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        RedisName known = lately[slot];
        if (known != null && known.hashCode() == hash && known.spelledBy(bytes)) {
            return known;
        }
        RedisName name = RedisName.copy(bytes, hash);
        if (name.size() <= LONGEST_REMEMBERED) {
            lately[slot] = name;
        }
        return name;
    }

    @Override
    public Payload decodeValue(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return Payload.giving(copy);
    }

    @Override
    public ByteBuffer encodeKey(RedisName name) {
        return ByteBuffer.wrap(name.bytes());
    }

    @Override
    public ByteBuffer encodeValue(Payload payload) {
        return payload.toByteBuffer();
    }
}
