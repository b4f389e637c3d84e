package dev.keryx.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What a frame between nodes says. Codes 5 to 15 are kept for what is still to come: EMIT_ACK, QUERY, JOIN, LEAVE, DISCONNECT,
 * REVOKE, SESSION (to everybody), COUNT, ACK, GONE, ANSWER (to one node). A code never changes its meaning.
 */
enum Kind {
    HELLO(1),
    BYE(2),
    HOLE(3),
    EMIT(4);

    private final int code;

    Kind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Null for a code that this version does not know. */
    static @Nullable Kind of(int code) {
        for (Kind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }
}
