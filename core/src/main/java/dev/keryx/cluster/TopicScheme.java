package dev.keryx.cluster;

import dev.keryx.NodeId;
import dev.keryx.bus.Topic;
import dev.keryx.gateway.link.Relay.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Which topic carries what, under {@code kx.<cluster>.}:
 *
 * <pre>
 *   r.&lt;namespace&gt;.&lt;room&gt;   casts to one room          u.&lt;user&gt;   casts to a user
 *   ns.&lt;namespace&gt;         casts to a whole namespace   n.&lt;tag&gt;    casts to one node's connections, answers to it
 *   ctl                    what concerns all nodes
 * </pre>
 *
 * In a name bytes outside {@code A-Z a-z 0-9 _ -} become {@code =XX}. Where the whole is longer than 200 bytes, {@code ~} and
 * half of the name's SHA-256 in hex stand for the name; before a room so too for a namespace that leaves no place for that.
 * Frames carry full names and the engine compares those, so two rooms on one topic would cost traffic only.
 */
final class TopicScheme {
    private static final int MAX_CHARS = 200;
    private static final int HASH_BYTES = 16;
    private static final int HASHED_CHARS = 1 + 2 * HASH_BYTES;
    private static final HexFormat HEX = HexFormat.of();
    private static final HexFormat ESCAPED = HexFormat.of().withUpperCase();

    private static final int KNOWN = 1_024;

    /** A room's topic, made once. */
    private record Known(String namespace, String room, Topic topic) {}

    private final String prefix;
    private final Topic control;

    /** The last made of those that share a place. Threads that race make one twice, and agree. */
    private final @Nullable Known[] known = new Known[KNOWN];

    TopicScheme(String cluster) {
        prefix = "kx." + cluster + ".";
        control = Topic.reserved(prefix + "ctl");
    }

    Topic control() {
        return control;
    }

    Topic node(NodeId node) {
        return Topic.reserved(prefix + "n." + node);
    }

    Topic namespace(String path) {
        return fitting(prefix + "ns.", path);
    }

    Topic room(String namespace, String room) {
        int hash = 31 * namespace.hashCode() + room.hashCode();
        int place = (hash ^ hash >>> 16) & (KNOWN - 1);
        Known last = known[place];
        if (last != null && last.room.equals(room) && last.namespace.equals(namespace)) {
            return last.topic;
        }
        Topic topic = newRoom(namespace, room);
        known[place] = new Known(namespace, room, topic);
        return topic;
    }

    private Topic newRoom(String namespace, String room) {
        String head = prefix + "r.";
        String plain = escaped(namespace);
        boolean leavesPlace = head.length() + plain.length() + 1 + HASHED_CHARS <= MAX_CHARS;
        return fitting(head + (leavesPlace ? plain : hashed(namespace)) + ".", room);
    }

    Topic user(String id) {
        return fitting(prefix + "u.", id);
    }

    /** Where casts to a scope travel that can be followed. */
    Topic of(String namespace, Scope scope) {
        if (scope instanceof Scope.Room room) {
            return room(namespace, room.name());
        }
        if (scope instanceof Scope.User user) {
            return user(user.id());
        }
        if (scope instanceof Scope.Everybody) {
            return namespace(namespace);
        }
        throw new IllegalArgumentException("a connection is not followed, its casts come to its node");
    }

    private static Topic fitting(String head, String name) {
        String plain = escaped(name);
        return Topic.reserved(head + (head.length() + plain.length() <= MAX_CHARS ? plain : hashed(name)));
    }

    private static String escaped(String name) {
        StringBuilder escaped = null;
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (plain(bytes[i])) {
                if (escaped != null) {
                    escaped.append((char) bytes[i]);
                }
                continue;
            }
            if (escaped == null) {
                escaped = new StringBuilder(3 * bytes.length).append(name, 0, i);
            }
            escaped.append('=').append(ESCAPED.toHexDigits(bytes[i]));
        }
        return escaped == null ? name : escaped.toString();
    }

    private static boolean plain(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_' || b == '-';
    }

    private static String hashed(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return "~" + HEX.formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
