package dev.keryx.gateway.engine;

import dev.keryx.NodeId;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes ids. A connection's is 28 characters of base64url: the node's tag, so that other nodes know where to send, and 128
 * random bits, never from anything that a client said.
 *
 * <pre>
 *   +----------+----------+
 *   | node tag |  random  |
 *   |   5 B    |   16 B   |
 *   +----------+----------+
 * </pre>
 */
final class Ids {
    private static final int RANDOM_BYTES = 16;

    private final @Nullable NodeId given;
    private final AtomicLong asked = new AtomicLong();

    // Made on first use, since making them may read from the system. Guarded by this.
    private @Nullable NodeId own;
    private @Nullable SecureRandom random;

    /** @param given by the relay; null: one is made */
    Ids(@Nullable NodeId given) {
        this.given = given;
    }

    NodeId node() {
        return given != null ? given : own();
    }

    private synchronized NodeId own() {
        if (own == null) {
            own = NodeId.random();
        }
        return own;
    }

    private synchronized SecureRandom random() {
        if (random == null) {
            random = new SecureRandom();
        }
        return random;
    }

    String connection() {
        byte[] bytes = new byte[NodeId.BYTES + RANDOM_BYTES];
        byte[] secret = new byte[RANDOM_BYTES];
        random().nextBytes(secret);
        node().writeTo(bytes, 0);
        System.arraycopy(secret, 0, bytes, NodeId.BYTES, RANDOM_BYTES);
        return text(bytes);
    }

    /** A secret one, that tells nothing. */
    String link() {
        byte[] secret = new byte[RANDOM_BYTES];
        random().nextBytes(secret);
        return text(secret);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** For a question to clients. One count for all of them, so that a broadcast has one id and is encoded once. */
    long question() {
        return asked.incrementAndGet();
    }
}
