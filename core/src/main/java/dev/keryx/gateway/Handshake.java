package dev.keryx.gateway;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client that wants in. */
public interface Handshake {
    /** {@return the path of the namespace that the client wants to be in} */
    String namespace();

    /**
     * The credentials the client sent; null where it sent none, which never skips a step.
     *
     * @param type what to bind them to
     * @param <T> what they are bound to
     * @return decoded anew at each call; null where the client sent none
     * @throws dev.keryx.KeryxException {@code BAD_VALUE}, a refusal, where they do not fit
     */
    <T> @Nullable T auth(Class<T> type);

    /**
     * {@return the HTTP request that opened the link; in memory, what the client was made with. Empty where the link
     * has none}
     */
    Optional<WebRequest> request();

    /** {@return what earlier steps decided, all together} */
    Decision.Accept soFar();
}
