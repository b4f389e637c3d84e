package dev.keryx.redisserver;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        redis.own().pause();
    }

    /**
     * Lets the process go on ({@code SIGCONT}); one that is not paused is fine.
     *
     * @throws IllegalStateException when this Redis is not of this JVM's own, or not running
     */
    public void resume() {
        redis.own().resume();
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

    /**
     * Tells the port at which this Redis speaks TLS, the same after a restart.
     *
     * @return such as {@code rediss://localhost:20124}
     * @throws IllegalStateException when this Redis is not of this JVM's own, or was not told to
     */
    public String tlsUri() {
        return "rediss://localhost:" + port("tls-port");
    }

    /**
     * Lets Redis show another certificate from now on, to those who connect by TLS. Connections that stand are left alone, and
     * after a restart it is the first one again.
     *
     * @param identity what Redis shows
     */
    public void show(SelfSigned identity) {
        List<String> command = new ArrayList<>(List.of("CONFIG", "SET"));
        identity.directives().forEach((directive, file) -> command.addAll(List.of(directive, file)));
        ask(command.toArray(new String[0]));
    }

    int port(String directive) {
        return redis.own().port(directive);
    }

    /** Whether it neither ended nor was paused. */
    boolean isRunning() {
        return redis.own().isRunning();
    }

    /**
     * Asks one question over a connection of its own, at the plain port of the loopback address.
     *
     * @param words a command with its arguments
     * @return a String, a Long, null or a List of such
     * @throws IllegalStateException when Redis answers by an error, which is the message
     * @throws java.io.UncheckedIOException when nothing is answered within five seconds
     */
    public @Nullable Object ask(String... words) {
        return Resp.ask(port(), words);
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
        private final List<String> otherPorts = new ArrayList<>();
        private List<String> file = List.of();
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
         * Lets Redis speak TLS too, at a port of its own; it does not ask the client for a certificate.
         *
         * @param identity what Redis shows
         * @return this builder
         */
        public Builder tls(SelfSigned identity) {
            identity.directives().forEach(this::config);
            return anotherPort("tls-port").config("tls-auth-clients", "no");
        }

        /** One more port that is unused, by this directive. */
        Builder anotherPort(String directive) {
            otherPorts.add(directive);
            return this;
        }

        /** Makes a sentinel of it, which keeps what it learns in a file that begins with these lines. */
        Builder sentinel(List<String> lines) {
            file = lines;
            return config("sentinel");
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
                return OwnRedis.start(port, configWithPorts(), file);
            } catch (PortTakenException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }

        private List<String> configWithPorts() {
            List<String> all = new ArrayList<>(config);
            for (String directive : otherPorts) {
                all.add("--" + directive);
                all.add(Integer.toString(Ports.unused()));
            }
            return all;
        }

        private OwnRedis onUnusedPort() {
            for (int i = 0; i < TRIES; i++) {
                try {
                    return OwnRedis.start(Ports.unused(), configWithPorts(), file);
                } catch (PortTakenException somebodyWasFaster) {
                    // There are more ports.
                }
            }
            throw new IllegalStateException("Every port that was unused was taken a moment later");
        }
    }
}
