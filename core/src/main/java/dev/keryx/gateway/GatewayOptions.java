package dev.keryx.gateway;

import dev.keryx.Json;
import dev.keryx.TimeSource;
import dev.keryx.threads.Span;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What every gateway can be told, whatever its adapter. Immutable; begin with {@link #DEFAULT} and change what you need. */
public final class GatewayOptions {
    /** How long {@link RealtimeGateway#close()} lets clients read what is queued. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

    /** Below the idle timeouts of common proxies; each link adds or takes up to a tenth, so that pings spread. */
    public static final Duration DEFAULT_PING_INTERVAL = Duration.ofSeconds(25);

    /** How long a pong may take. */
    public static final Duration DEFAULT_PING_TIMEOUT = Duration.ofSeconds(20);

    /** The cluster's name where none is given; logged at start, since two applications on one broker would share rooms. */
    public static final String DEFAULT_CLUSTER = "default";

    /**
     * Own threads, the machine's clock, no observer, default limits, slow clients disconnected, the request's own
     * origin.
     */
    public static final GatewayOptions DEFAULT = new GatewayOptions(new Draft());

    private final Draft values;

    private GatewayOptions(Draft values) {
        this.values = values;
    }

    /** The values; written only between a copy and its publication. */
    private static final class Draft implements Cloneable {
        @Nullable
        Json json;

        @Nullable
        Executor executor;

        @Nullable
        TimeSource clock;

        GatewayObserver observer = GatewayObserver.NONE;
        GatewayLimits limits = GatewayLimits.DEFAULT;
        SlowPolicy slowPolicy = SlowPolicy.DISCONNECT;
        Duration grace = DEFAULT_GRACE;
        Duration pingInterval = DEFAULT_PING_INTERVAL;
        Duration pingTimeout = DEFAULT_PING_TIMEOUT;
        List<String> origins = List.of();
        String cluster = DEFAULT_CLUSTER;

        Draft copy() {
            try {
                return (Draft) clone();
            } catch (CloneNotSupportedException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    private GatewayOptions with(Consumer<Draft> change) {
        Draft copy = values.copy();
        change.accept(copy);
        return new GatewayOptions(copy);
    }

    /**
     * Reads what clients send and writes what they get.
     *
     * @param json in place of the one that would be found
     * @return a changed copy
     */
    public GatewayOptions json(Json json) {
        Objects.requireNonNull(json, "json");
        return with(draft -> draft.json = json);
    }

    /**
     * Runs handlers and completes futures. It is the caller's and never shut down here; must not run tasks in the caller. Where it
     * rejects what must not be lost, a future's completion or a gap listener, that runs on a thread made for it; events that it
     * rejects are lost, and logged.
     *
     * @param executor has a thread for each handler that may block at a time
     * @return a changed copy
     */
    public GatewayOptions executor(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return with(draft -> draft.executor = executor);
    }

    /**
     * All timeouts, heartbeats and rates go by it.
     *
     * @param clock in place of the machine's
     * @return a changed copy
     */
    public GatewayOptions clock(TimeSource clock) {
        Objects.requireNonNull(clock, "clock");
        return with(draft -> draft.clock = clock);
    }

    /**
     * Telemetry.
     *
     * @param observer in place of the one before; there is one only
     * @return a changed copy
     */
    public GatewayOptions observer(GatewayObserver observer) {
        Objects.requireNonNull(observer, "observer");
        return with(draft -> draft.observer = observer);
    }

    /**
     * What clients may cost.
     *
     * @param limits taken whole
     * @return a changed copy
     */
    public GatewayOptions limits(GatewayLimits limits) {
        Objects.requireNonNull(limits, "limits");
        return with(draft -> draft.limits = limits);
    }

    /**
     * What is done about a client that does not read fast enough.
     *
     * @param policy holds over {@link GatewayLimits#outbound}
     * @return a changed copy
     */
    public GatewayOptions slowPolicy(SlowPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return with(draft -> draft.slowPolicy = policy);
    }

    /**
     * How long {@link RealtimeGateway#close()} lets clients read what is queued.
     *
     * @param grace positive, at most a century; {@link #DEFAULT_GRACE} by default
     * @return a changed copy
     */
    public GatewayOptions grace(Duration grace) {
        Duration value = Span.positive(grace, "grace");
        return with(draft -> draft.grace = value);
    }

    /**
     * Heartbeats; a link without an answer in time is closed with {@link CloseReason#NO_PONG}.
     *
     * @param interval positive, at most a century, of which each link adds or takes up to a tenth; {@link #DEFAULT_PING_INTERVAL} by
     *     default
     * @param timeout positive, at most a century, for the answer; {@link #DEFAULT_PING_TIMEOUT} by default
     * @return a changed copy
     */
    public GatewayOptions ping(Duration interval, Duration timeout) {
        Duration pause = Span.positive(interval, "ping interval");
        Duration wait = Span.positive(timeout, "ping timeout");
        return with(draft -> {
            draft.pingInterval = pause;
            draft.pingTimeout = wait;
        });
    }

    /**
     * Which pages may connect, each as {@code scheme://host} or {@code scheme://host:port}, compared exactly. Empty: only
     * pages of the same scheme, host and port as the request itself. A client that sends no Origin is no browser and passes.
     *
     * @param allowed in place of those before
     * @return a changed copy
     */
    public GatewayOptions origins(String... allowed) {
        List<String> copy = List.of(allowed);
        return with(draft -> draft.origins = copy);
    }

    /**
     * Which nodes share rooms on one broker.
     *
     * @param name 1 to 64 of {@code A-Za-z0-9_-}
     * @return a changed copy
     * @throws IllegalArgumentException where the name is not so
     */
    public GatewayOptions cluster(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("a cluster's name is 1 to 64 of A-Z a-z 0-9 _ -");
        }
        return with(draft -> draft.cluster = name);
    }

    /** {@return reads and writes clients' JSON; empty: {@link Json#find()} when the gateway is made} */
    public Optional<Json> json() {
        return Optional.ofNullable(values.json);
    }

    /**
     * {@return runs handlers; empty: the gateway makes its own named daemon threads in start and ends them in close}
     */
    public Optional<Executor> executor() {
        return Optional.ofNullable(values.executor);
    }

    /** {@return what time goes by; empty: the machine's clock} */
    public Optional<TimeSource> clock() {
        return Optional.ofNullable(values.clock);
    }

    /** {@return who hears the telemetry; {@link GatewayObserver#NONE} by default} */
    public GatewayObserver observer() {
        return values.observer;
    }

    /** {@return what clients may cost} */
    public GatewayLimits limits() {
        return values.limits;
    }

    /** {@return what is done about a client that does not read fast enough} */
    public SlowPolicy slowPolicy() {
        return values.slowPolicy;
    }

    /** {@return how long {@link RealtimeGateway#close()} lets clients read what is queued} */
    public Duration grace() {
        return values.grace;
    }

    /** {@return the pause between heartbeats, of which each link adds or takes up to a tenth} */
    public Duration pingInterval() {
        return values.pingInterval;
    }

    /** {@return how long a heartbeat's answer may take} */
    public Duration pingTimeout() {
        return values.pingTimeout;
    }

    /** {@return which pages may connect; empty: those of the request's own scheme, host and port} */
    public List<String> origins() {
        return values.origins;
    }

    /** {@return which nodes share rooms on one broker} */
    public String cluster() {
        return values.cluster;
    }
}
