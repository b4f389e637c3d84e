package dev.keryx.adapter.redis;

import dev.keryx.bus.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A channel or pattern as Redis knows it: bytes. Immutable but for a memo. */
final class RedisName implements Comparable<RedisName> {
    private final byte[] bytes;
    private final int hash;

    /** The topic it spells, once asked for; every thread would find the same. */
    private @Nullable Topic topic;

    private RedisName(byte[] bytes, int hash) {
        this.bytes = bytes;
        this.hash = hash;
    }

    static RedisName of(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return new RedisName(bytes, hash(ByteBuffer.wrap(bytes)));
    }

    /** Copies what remains in the buffer, whose hash the caller has asked for already. */
    static RedisName copy(ByteBuffer source, int hash) {
        byte[] bytes = new byte[source.remaining()];
        source.duplicate().get(bytes);
        return new RedisName(bytes, hash);
    }

    /** The hash of the name that the rest of this buffer spells; leaves the buffer as it is. */
    static int hash(ByteBuffer name) {
        int hash = 1;
        for (int i = name.position(); i < name.limit(); i++) {
            hash = 31 * hash + name.get(i);
        }
        return hash;
    }

    boolean spelledBy(ByteBuffer name) {
        return ByteBuffer.wrap(bytes).equals(name);
    }

    /** Not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return bytes.length;
    }

    /** Null where it spells none. */
    @Nullable
    Topic topic(RedisNames names) {
        Topic known = topic;
        if (known == null) {
            known = names.topic(this);
            topic = known;
        }
        return known;
    }

    /** So that hash tables find those fast that share a hash, as clients may choose them. */
    @Override
    public int compareTo(RedisName other) {
        return Arrays.compare(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof RedisName that && hash == that.hash && Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
