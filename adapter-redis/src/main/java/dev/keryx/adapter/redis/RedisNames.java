package dev.keryx.adapter.redis;

import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How topics and filters are called at Redis, under this bus's prefix. Immutable. */
final class RedisNames {
    /** What Redis reads as part of a glob; {@code ^} only within brackets, but a backslash never hurts. */
    private static final String GLOB = "*?[]\\^";

    private final String prefix;
    private final byte[] prefixBytes;

    RedisNames(String prefix) {
        this.prefix = prefix;
        this.prefixBytes = RedisName.of(prefix).bytes();
    }

    RedisName channel(Topic topic) {
        return RedisName.of(prefix + topic.name());
    }

    /** A channel for an exact filter; else a glob that matches at least what the filter does, another one for each filter. */
    RedisName of(TopicFilter filter) {
        if (filter.isExact()) {
            return RedisName.of(prefix + filter.pattern());
        }
        StringBuilder glob = new StringBuilder();
        escape(prefix, glob);
        String separator = "";
        for (String segment : filter.segments()) {
            glob.append(separator);
            if (segment.equals("*") || segment.equals("**")) {
                glob.append(segment);
            } else {
                escape(segment, glob);
            }
            separator = ".";
        }
        return RedisName.of(glob.toString());
    }

    private static void escape(String text, StringBuilder glob) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (GLOB.indexOf(c) >= 0) {
                glob.append('\\');
            }
            glob.append(c);
        }
    }

    /** The topic of a channel; null where a foreign publisher took a name that is none, which no filter matches. */
    @Nullable
    Topic topic(RedisName channel) {
        int size = channel.size() - prefixBytes.length;
        if (size <= 0 || size > Topic.MAX_BYTES) {
            return null;
        }
        try {
            ByteBuffer name = ByteBuffer.wrap(channel.bytes(), prefixBytes.length, size);
            return Topic.of(StandardCharsets.UTF_8.newDecoder().decode(name).toString());
        } catch (CharacterCodingException | IllegalArgumentException notATopic) {
            return null;
        }
    }
}
