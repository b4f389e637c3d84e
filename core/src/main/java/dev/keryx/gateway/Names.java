package dev.keryx.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What events, rooms and namespaces may be called. */
public final class Names {
    /** Longest event name in bytes of UTF-8. */
    public static final int MAX_EVENT_BYTES = 128;

    /** Longest room name or user id in bytes of UTF-8. */
    public static final int MAX_ROOM_BYTES = 255;

    /** Event names beginning so belong to Keryx. */
    public static final String RESERVED_PREFIX = "keryx:";

    private static final Set<String> RESERVED =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    private Names() {}

    /**
     * {@return what is wrong with an event's name, or null}
     *
     * @param name whatever a client or application made up
     */
    public static @Nullable String eventFault(String name) {
        String fault = fault(name, MAX_EVENT_BYTES, "an event name");
        if (fault == null && (name.startsWith(RESERVED_PREFIX) || RESERVED.contains(name))) {
            return "the event name is reserved: " + name;
        }
        return fault;
    }

    /**
     * {@return what is wrong with a room's name or a user's id, or null}
     *
     * @param name whatever a client or application made up
     */
    public static @Nullable String roomFault(String name) {
        return fault(name, MAX_ROOM_BYTES, "a room name");
    }

    /**
     * {@return what is wrong with a namespace's path, or null}
     *
     * @param path whatever a client or application made up
     */
    public static @Nullable String namespaceFault(String path) {
        if (!path.startsWith("/") || path.indexOf(',') >= 0 || path.indexOf('?') >= 0) {
            return "a namespace begins with a slash and has no comma or question mark";
        }
        return fault(path, MAX_ROOM_BYTES, "a namespace");
    }

    static void requireRoom(String name) {
        String fault = roomFault(name);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
    }

    private static @Nullable String fault(String name, int maxBytes, String what) {
        if (name.isEmpty()) {
            return what + " is not empty";
        }
        // UTF-8 never takes fewer bytes than the text has characters.
        int bytes = name.length() > maxBytes ? name.length() : name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > maxBytes) {
            return what + " has at most " + maxBytes + " bytes of UTF-8, this one has at least " + bytes;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c)) {
                return what + " has no control characters";
            }
            if (Character.isHighSurrogate(c) && i + 1 < name.length() && Character.isLowSurrogate(name.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return what + " is Unicode text, this one has a lone surrogate";
            }
        }
        return null;
    }
}
