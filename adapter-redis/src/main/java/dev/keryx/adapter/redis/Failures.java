package dev.keryx.adapter.redis;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Puts what goes wrong at one Redis into Keryx' words; names its address, never a password or payload. */
final class Failures {
    /** Replies by which Redis says "not now" rather than "not you": the same may succeed in a moment. */
    private static final Set<String> NOT_NOW =
            Set.of("ASK", "BUSY", "CLUSTERDOWN", "LOADING", "MASTERDOWN", "MOVED", "OOM", "TRYAGAIN");

    /** One more of them, without a code of its own. */
    private static final String FULL = "ERR max number of clients";

    /** Before Redis lists the arguments of a command it does not know, which may be payloads and passwords. */
    private static final String ARGUMENTS = ", with args beginning with:";

    private final String address;

    Failures(String address) {
        this.address = address;
    }

    String address() {
        return address;
    }

    /** A connection could not be made. */
    KeryxException ofConnect(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof KeryxException ours) {
            return ours;
        }
        RedisCommandExecutionException reply = reply(cause);
        if (reply != null) {
            return isNotNow(reply)
                    ? refusal(ErrorCode.UNAVAILABLE, "is not ready", reply)
                    : refusal(ErrorCode.REJECTED, "refused the connection", reply);
        }
        boolean isProtected = cause instanceof RedisConnectionException
                && RedisConnectionException.isProtectedMode(cause.getMessage());
        return new KeryxException(
                isProtected ? ErrorCode.REJECTED : ErrorCode.UNAVAILABLE,
                "cannot connect to Redis at " + address + ": " + root(cause),
                cause);
    }

    /** The same attempt, whose failure names this address. */
    <T> CompletableFuture<T> ofConnect(CompletableFuture<T> attempt) {
        return attempt.exceptionallyCompose(failure -> CompletableFuture.failedFuture(ofConnect(failure)));
    }

    /** A publish failed. */
    KeryxException ofPublish(Topic topic, Throwable failure, boolean written) {
        Throwable cause = unwrap(failure);
        if (cause instanceof RedisCommandExecutionException reply) {
            return refusal(ErrorCode.REJECTED, "refused a publish to " + topic, reply);
        }
        return written
                ? new KeryxException(
                        ErrorCode.OUTCOME_UNKNOWN,
                        "no answer from Redis at " + address + " for a publish to " + topic,
                        cause)
                : notConnected(cause);
    }

    KeryxException notConnected(@Nullable Throwable cause) {
        return new KeryxException(ErrorCode.UNAVAILABLE, "not connected to Redis at " + address, cause);
    }

    /** Redis said no to a filter, perhaps only for now, which is then retryable; null if it said nothing. */
    @Nullable
    KeryxException ofFilter(TopicFilter filter, Throwable failure) {
        return unwrap(failure) instanceof RedisCommandExecutionException reply
                ? refusal(ErrorCode.REJECTED, "refused a subscription to " + filter, reply)
                : null;
    }

    /** A filter cannot be asked for, because its server cannot be reached. */
    KeryxException notYet(TopicFilter filter, Throwable failure) {
        return new KeryxException(
                ErrorCode.UNAVAILABLE,
                "nobody at Redis at " + address + " can take a subscription to " + filter + " now",
                unwrap(failure));
    }

    /** It is unknown what Redis made of a command. */
    KeryxException unknown(String what, Throwable failure) {
        return new KeryxException(ErrorCode.OUTCOME_UNKNOWN, what + " failed at Redis at " + address, unwrap(failure));
    }

    KeryxException lost(@Nullable Throwable cause) {
        return new KeryxException(ErrorCode.UNAVAILABLE, "lost the connection to Redis at " + address, cause);
    }

    /** Frames may have been lost without a connection. */
    KeryxException missed(String why) {
        return new KeryxException(
                ErrorCode.UNAVAILABLE, "messages may be missing from Redis at " + address + ": " + why);
    }

    /** The server is to be left, though it may answer. */
    KeryxException left(String why) {
        return new KeryxException(ErrorCode.UNAVAILABLE, "left Redis at " + address + ": " + why);
    }

    /** Answers and questions do not fit any more: nothing that comes over this connection can be trusted. */
    static Throwable outOfStep() {
        return new IllegalStateException("an answer belongs to another question");
    }

    private KeryxException refusal(ErrorCode code, String what, RedisCommandExecutionException reply) {
        String text = String.valueOf(reply.getMessage());
        int arguments = text.indexOf(ARGUMENTS);
        String reason = arguments < 0 ? text : text.substring(0, arguments);
        return new KeryxException(
                code,
                "Redis at " + address + " " + what + ": " + reason,
                arguments < 0 ? reply : null,
                code.retryable() || isNotNow(reply));
    }

    static boolean isReply(Throwable failure) {
        return unwrap(failure) instanceof RedisCommandExecutionException;
    }

    /** Redis says no, and not only for now. */
    static boolean isRefusal(Throwable failure) {
        return unwrap(failure) instanceof RedisCommandExecutionException reply && !isNotNow(reply);
    }

    private static boolean isNotNow(RedisCommandExecutionException reply) {
        String text = String.valueOf(reply.getMessage());
        int space = text.indexOf(' ');
        return text.startsWith(FULL) || NOT_NOW.contains(space < 0 ? text : text.substring(0, space));
    }

    static @Nullable RedisCommandExecutionException reply(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException reply) {
                return reply;
            }
        }
        return null;
    }

    /** The innermost message: what the socket, the name service or the handshake said. */
    private static String root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
