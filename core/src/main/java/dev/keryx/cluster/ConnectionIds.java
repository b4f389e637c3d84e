package dev.keryx.cluster;

import dev.keryx.NodeId;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads the ids of connections: base64url of the node's tag (5 bytes) and 16 random bytes. */
final class ConnectionIds {
    private static final int CHARS = 28;

    private ConnectionIds() {}

    /** Where the connection is or was; null where no gateway can have made such an id. */
    static @Nullable NodeId node(String id) {
        if (id.length() != CHARS) {
            return null;
        }
        try {
            return NodeId.readFrom(Base64.getUrlDecoder().decode(id), 0);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
