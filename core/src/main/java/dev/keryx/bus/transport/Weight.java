package dev.keryx.bus.transport;

import dev.keryx.bus.Message;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much memory messages in a queue keep: their headers, and the frames that their payloads are parts of. Neighbours of one
 * frame keep it together.
 */
final class Weight {
    /** What a header takes besides its characters: two strings and an entry of a map. */
    private static final int HEADER_BYTES = 128;

    private Weight() {}

    /** What a message adds behind another; null: behind nothing. In bytes. */
    static long behind(@Nullable Message before, Message message) {
        return headers(message) + frame(message, before);
    }

    /** What is no longer kept when a message goes from before another; null: from before nothing. In bytes. */
    static long before(Message message, @Nullable Message after) {
        return headers(message) + frame(message, after);
    }

    private static long frame(Message message, @Nullable Message neighbour) {
        boolean isKept = neighbour != null && message.payload().sharesMemoryWith(neighbour.payload());
        return isKept ? 0 : message.payload().heldBytes();
    }

    private static long headers(Message message) {
        long sum = 0;
        for (Map.Entry<String, String> header : message.headers().asMap().entrySet()) {
            sum += HEADER_BYTES
                    + Character.BYTES
                            * ((long) header.getKey().length()
                                    + header.getValue().length());
        }
        return sum;
    }
}
