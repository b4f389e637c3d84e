package dev.keryx.gateway;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client that wants in. */
public interface Handshake {
    /** The path of the namespace. */
    String namespace();

    /**
     * The credentials the client sent; null where it sent none, which never skips a step.
     *
     * @throws dev.keryx.KeryxException {@code BAD_VALUE}, a refusal, where they do not fit
     */
    <T> @Nullable T auth(Class<T> type);

    /** The HTTP request that opened the link; in memory, what the client was made with. Empty where the link has none. */
    Optional<WebRequest> request();

    /** What earlier steps decided. */
    Decision.Accept soFar();
}
