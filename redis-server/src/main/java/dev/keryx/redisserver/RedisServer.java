package dev.keryx.redisserver;

import java.util.ArrayList;
import java.util.List;

/**
 * A real Redis for tests, examples and benchmarks, without anything to install: listens on the loopback address only,
 * saves nothing, and is gone when it is closed or this JVM ends (but not when this JVM is killed by force).
 *
 * <p>Where no more than {@link #start()} is asked for, the system property {@value #URI_PROPERTY} may name a running
 * Redis to use instead; that one is never killed, paused or restarted.
 *
 * <p>All methods may be called from any thread; those that change the process wait until the change is done.
 */
public final class RedisServer implements AutoCloseable {
    /** The system property that names a running Redis, such as {@code redis://localhost:6379}. */
    public static final String URI_PROPERTY = "keryx.redis.uri";

    private final RunningRedis redis;

    private RedisServer(RunningRedis redis) {
        this.redis = redis;
    }

    /**
     * Starts a Redis on an unused port, or takes the one that {@value #URI_PROPERTY} names.
     *
     * @return the Redis, which answers already
     * @throws IllegalStateException when no Redis answers, or none comes along for this machine
     */
    public static RedisServer start() {
        String named = System.getProperty(URI_PROPERTY, "");
        return named.isEmpty() ? builder().start() : new RedisServer(ForeignRedis.at(named));
    }

    /**
     * Starts a Redis of this JVM's own on the given port.
     *
     * @param port where it listens
     * @return the Redis, which answers already
     * @throws IllegalStateException when the port is taken, or Redis does not start
     */
    public static RedisServer onPort(int port) {
        return builder().port(port).start();
    }

    /**
     * Begins the description of a Redis of this JVM's own.
     *
     * @return a builder that starts nothing yet
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Finds a port on which nobody listens now, for a Redis or anything else that is killed and comes back on it.
     *
     * @return a port below those that outgoing connections get
     */
    public static int unusedPort() {
        return Ports.unused();
    }

    /**
     * Tells where this Redis is, the same after a restart.
     *
     * @return such as {@code redis://127.0.0.1:20123}, without a password that {@code requirepass} may ask for
     */
    public String uri() {
        return redis.uri();
    }

    /**
     * Tells the port this Redis listens on, the same after a restart.
     *
     * @return the port
     */
    public int port() {
        return redis.port();
    }

    /**
     * Tells the process id, another one after a restart.
     *
     * @return the id of the process that was started last
     * @throws IllegalStateException when this Redis is not of this JVM's own
     */
    public long pid() {
        return redis.own().pid();
    }

    /**
     * Kills the process at once ({@code SIGKILL}) and waits until it is gone; one that is gone already is fine.
     *
     * @throws IllegalStateException when this Redis is not of this JVM's own
     */
    public void kill() {
        redis.own().kill();
    }

    /**
     * Freezes the process ({@code SIGSTOP}): connections stay open, but nothing is answered until {@link #resume()}.
     *
     * @throws IllegalStateException when this Redis is not of this JVM's own, or not running
     */
    public void pause() {
        redis.own().signal("STOP");
    }

    /**
     * Lets the process go on ({@code SIGCONT}); one that is not paused is fine.
     *
     * @throws IllegalStateException when this Redis is not of this JVM's own, or not running
     */
    public void resume() {
        redis.own().signal("CONT");
    }

    /**
     * Kills the process, unless it is gone already, and starts a new one on the same port, with the same configuration
     * and folder, but without the old one's data.
     *
     * @throws IllegalStateException when this Redis is not of this JVM's own, is closed, or does not come back
     */
    public void restart() {
        redis.own().restart();
    }

    /** Ends the process, waits until it is gone and removes its folder; idempotent. A Redis of others is left alone. */
    @Override
    public void close() {
        redis.close();
    }

    /** Describes a Redis of this JVM's own. */
    public static final class Builder {
        private static final int ANY = 0;
        private static final int TRIES = 20;

        private final List<String> config = new ArrayList<>();
        private int port = ANY;

        private Builder() {}

        /**
         * Sets the port; an unused one by default.
         *
         * @param port where Redis listens
         * @return this builder
         */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /**
         * Adds a line of configuration, such as {@code config("maxmemory", "1mb")}, after those that make this Redis
         * harmless. The plain port has to stay, because readiness is asked for there; TLS gets a port of its own by
         * {@code tls-port}.
         *
         * @param directive its first word
         * @param values the other words
         * @return this builder
         */
        public Builder config(String directive, String... values) {
            config.add("--" + directive);
            config.addAll(List.of(values));
            return this;
        }

        /**
         * Starts the Redis.
         *
         * @return the Redis, which answers already
         * @throws IllegalStateException when the given port is taken, or Redis does not start
         */
        public RedisServer start() {
            return new RedisServer(port == ANY ? onUnusedPort() : onGivenPort());
        }

        private OwnRedis onGivenPort() {
            try {
                return OwnRedis.start(port, config);
            } catch (PortTakenException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }

        private OwnRedis onUnusedPort() {
            for (int i = 0; i < TRIES; i++) {
                try {
                    return OwnRedis.start(Ports.unused(), config);
                } catch (PortTakenException somebodyWasFaster) {
                    // There are more ports.
                }
            }
            throw new IllegalStateException("Every port that was unused was taken a moment later");
        }
    }
}
