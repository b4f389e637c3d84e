package dev.keryx.gateway;

import dev.keryx.Json;
import dev.keryx.TimeSource;
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

    private static Duration positive(Duration value, String what) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " is positive, got " + value);
        }
        return value;
    }

    public GatewayOptions json(Json json) {
        Objects.requireNonNull(json, "json");
        return with(draft -> draft.json = json);
    }

    /** Runs handlers and completes futures. It is the caller's and never shut down here; must not run tasks in the caller. */
    public GatewayOptions executor(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return with(draft -> draft.executor = executor);
    }

    public GatewayOptions clock(TimeSource clock) {
        Objects.requireNonNull(clock, "clock");
        return with(draft -> draft.clock = clock);
    }

    public GatewayOptions observer(GatewayObserver observer) {
        Objects.requireNonNull(observer, "observer");
        return with(draft -> draft.observer = observer);
    }

    public GatewayOptions limits(GatewayLimits limits) {
        Objects.requireNonNull(limits, "limits");
        return with(draft -> draft.limits = limits);
    }

    public GatewayOptions slowPolicy(SlowPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return with(draft -> draft.slowPolicy = policy);
    }

    public GatewayOptions grace(Duration grace) {
        Duration value = positive(grace, "grace");
        return with(draft -> draft.grace = value);
    }

    public GatewayOptions ping(Duration interval, Duration timeout) {
        Duration pause = positive(interval, "ping interval");
        Duration wait = positive(timeout, "ping timeout");
        return with(draft -> {
            draft.pingInterval = pause;
            draft.pingTimeout = wait;
        });
    }

    /**
     * Which pages may connect, each as {@code scheme://host} or {@code scheme://host:port}, compared exactly. Empty: only
     * pages of the same scheme, host and port as the request itself. A client that sends no Origin is no browser and passes.
     */
    public GatewayOptions origins(String... allowed) {
        List<String> copy = List.of(allowed);
        return with(draft -> draft.origins = copy);
    }

    /** Which nodes share rooms on one broker: at most 64 characters of {@code A-Za-z0-9_-}. */
    public GatewayOptions cluster(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("a cluster's name is 1 to 64 of A-Z a-z 0-9 _ -");
        }
        return with(draft -> draft.cluster = name);
    }

    /** Empty: {@link Json#find()} when the gateway is made. */
    public Optional<Json> json() {
        return Optional.ofNullable(values.json);
    }

    /** Empty: the gateway makes its own named daemon threads in start and ends them in close. */
    public Optional<Executor> executor() {
        return Optional.ofNullable(values.executor);
    }

    /** Empty: the machine's clock. */
    public Optional<TimeSource> clock() {
        return Optional.ofNullable(values.clock);
    }

    public GatewayObserver observer() {
        return values.observer;
    }

    public GatewayLimits limits() {
        return values.limits;
    }

    public SlowPolicy slowPolicy() {
        return values.slowPolicy;
    }

    public Duration grace() {
        return values.grace;
    }

    public Duration pingInterval() {
        return values.pingInterval;
    }

    public Duration pingTimeout() {
        return values.pingTimeout;
    }

    public List<String> origins() {
        return values.origins;
    }

    public String cluster() {
        return values.cluster;
    }
}
