package dev.keryx.bus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The grammar that topics and filters share. */
final class TopicNames {
    private TopicNames() {}

    static boolean isWildcard(String segment) {
        return segment.equals("*") || segment.equals("**");
    }

    static List<String> split(String name) {
        List<String> segments = new ArrayList<>(4);
        int from = 0;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
            segments.add(name.substring(from, dot));
            from = dot + 1;
        }
        segments.add(name.substring(from));
        return List.copyOf(segments);
    }

    static List<String> segments(String name, String what) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("a " + what + " is Unicode text, this one has a lone surrogate");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a " + what + " has no control characters");
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Topic.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a " + what + " has at most " + Topic.MAX_BYTES + " bytes of UTF-8, this one has " + bytes);
        }
        List<String> segments = split(name);
        if (segments.contains("")) {
            throw new IllegalArgumentException("a " + what + " has no empty segment: '" + name + "'");
        }
        return segments;
    }
}
