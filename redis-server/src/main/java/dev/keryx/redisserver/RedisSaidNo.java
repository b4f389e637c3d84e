package dev.keryx.redisserver;

import java.io.Serial;

/** Redis answered by an error. */
final class RedisSaidNo extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1;

    RedisSaidNo(String error) {
        super(error);
    }
}
