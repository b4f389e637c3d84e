package dev.keryx.adapter.redis;

import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;

/** A node's answer that another one serves the slot: for good (MOVED), or for this once (ASK). */
record Redirect(int slot, String address, boolean forGood) {
    /** Null where the failure is no such answer. */
    static @Nullable Redirect of(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException reply) {
                return parse(String.valueOf(reply.getMessage()).split(" ", -1));
            }
        }
        return null;
    }

    private static @Nullable Redirect parse(String[] words) {
        boolean moved = words[0].equals("MOVED");
        return words.length == 3 && (moved || words[0].equals("ASK"))
                ? new Redirect(Integer.parseInt(words[1]), words[2], moved)
                : null;
    }
}
