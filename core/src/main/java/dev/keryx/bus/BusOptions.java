package dev.keryx.bus;

import dev.keryx.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What every bus can be told, whatever its adapter. Immutable; begin with {@link #DEFAULT} and change what you need. */
public final class BusOptions {
    /** Long enough for a slow network's handshake and thousands of filters, short enough for a container's probe. */
    public static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(10);

    /** How long {@link MessageBus#close()} lets handlers work on what is buffered. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

    /** No reply at all on the link for this long while a publish waits: its outcome is unknown. */
    public static final Duration DEFAULT_REPLY_TIMEOUT = Duration.ofSeconds(2);

    /** A publish's whole time: a busy but healthy link may take more than the reply timeout. */
    public static final Duration DEFAULT_PUBLISH_TIMEOUT = Duration.ofSeconds(10);

    /** Pause between the answer of one heartbeat and the next. */
    public static final Duration DEFAULT_HEARTBEAT_PAUSE = Duration.ofSeconds(1);

    /** A heartbeat unanswered for this long: the link is dead. With the pause, a hang is noticed within five seconds. */
    public static final Duration DEFAULT_HEARTBEAT_TIMEOUT = Duration.ofSeconds(4);

    /** Longest pause between two attempts to reconnect; each pause is drawn at random from zero to its bound. */
    public static final Duration DEFAULT_RECONNECT_CAP = Duration.ofSeconds(1);

    /** A filter the broker refused is tried again this often. */
    public static final Duration DEFAULT_REJECTED_RETRY = Duration.ofSeconds(30);

    /** Publishes in flight, in messages. */
    public static final int DEFAULT_IN_FLIGHT_MESSAGES = 65_536;

    /** Publishes in flight, in bytes. */
    public static final long DEFAULT_IN_FLIGHT_BYTES = 64L << 20;

    private static final Duration CENTURY = Duration.ofDays(36_500);

    public static final BusOptions DEFAULT = new BusOptions(new Draft());

    private final Draft values;

    private BusOptions(Draft values) {
        this.values = values;
    }

    /** The values; written only between a copy and its publication. */
    private static final class Draft implements Cloneable {
        @Nullable
        Executor executor;

        @Nullable
        TimeSource clock;

        BusObserver observer = BusObserver.NONE;
        StartPolicy startPolicy = StartPolicy.FAIL_FAST;
        WireFormat format = WireFormat.ENVELOPE;
        WhileDisconnected whileDisconnected = WhileDisconnected.FAIL_FAST;
        Duration startTimeout = DEFAULT_START_TIMEOUT;
        Duration grace = DEFAULT_GRACE;
        Duration replyTimeout = DEFAULT_REPLY_TIMEOUT;
        Duration publishTimeout = DEFAULT_PUBLISH_TIMEOUT;
        Duration heartbeatPause = DEFAULT_HEARTBEAT_PAUSE;
        Duration heartbeatTimeout = DEFAULT_HEARTBEAT_TIMEOUT;
        Duration reconnectCap = DEFAULT_RECONNECT_CAP;
        Duration rejectedRetry = DEFAULT_REJECTED_RETRY;

        Draft copy() {
            try {
                return (Draft) clone();
            } catch (CloneNotSupportedException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    private interface Change {
        void on(Draft draft);
    }

    private BusOptions with(Change change) {
        Draft copy = values.copy();
        change.on(copy);
        return new BusOptions(copy);
    }

    private static Duration positive(Duration duration, String what) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(what + " must be positive, got " + duration);
        }
        if (duration.compareTo(CENTURY) > 0) { // more cannot be counted in nanoseconds
            throw new IllegalArgumentException(what + " is at most a century, got " + duration);
        }
        return duration;
    }

    /**
     * Runs handlers and completes futures. It is the caller's and never shut down here; must not run tasks in the caller. A
     * task it rejects is not lost: messages wait in their buffer, futures complete on another thread. The driver is called on
     * threads of the bus's own even so, unless the executor is a {@link dev.keryx.FutureSource}: then everything runs on it.
     */
    public BusOptions executor(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return with(draft -> draft.executor = executor);
    }

    public BusOptions clock(TimeSource clock) {
        Objects.requireNonNull(clock, "clock");
        return with(draft -> draft.clock = clock);
    }

    public BusOptions observer(BusObserver observer) {
        Objects.requireNonNull(observer, "observer");
        return with(draft -> draft.observer = observer);
    }

    public BusOptions startPolicy(StartPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return with(draft -> draft.startPolicy = policy);
    }

    public BusOptions format(WireFormat format) {
        Objects.requireNonNull(format, "format");
        return with(draft -> draft.format = format);
    }

    /** Whether a publish is refused or waits while there is no link to the broker. */
    public BusOptions whileDisconnected(WhileDisconnected policy) {
        Objects.requireNonNull(policy, "policy");
        return with(draft -> draft.whileDisconnected = policy);
    }

    public BusOptions startTimeout(Duration timeout) {
        positive(timeout, "start timeout");
        return with(draft -> draft.startTimeout = timeout);
    }

    public BusOptions grace(Duration grace) {
        positive(grace, "grace");
        return with(draft -> draft.grace = grace);
    }

    public BusOptions replyTimeout(Duration timeout) {
        positive(timeout, "reply timeout");
        return with(draft -> draft.replyTimeout = timeout);
    }

    public BusOptions publishTimeout(Duration timeout) {
        positive(timeout, "publish timeout");
        return with(draft -> draft.publishTimeout = timeout);
    }

    /** Pause between a heartbeat's answer and the next, and how long an answer may take. */
    public BusOptions heartbeat(Duration pause, Duration timeout) {
        positive(pause, "heartbeat pause");
        positive(timeout, "heartbeat timeout");
        return with(draft -> {
            draft.heartbeatPause = pause;
            draft.heartbeatTimeout = timeout;
        });
    }

    public BusOptions reconnectCap(Duration cap) {
        positive(cap, "reconnect cap");
        return with(draft -> draft.reconnectCap = cap);
    }

    public BusOptions rejectedRetry(Duration pause) {
        positive(pause, "rejected retry");
        return with(draft -> draft.rejectedRetry = pause);
    }

    /** Empty: handlers run on the named daemon threads that the bus makes in start and ends in close. */
    public Optional<Executor> executor() {
        return Optional.ofNullable(values.executor);
    }

    /** Empty: the machine's clock. */
    public Optional<TimeSource> clock() {
        return Optional.ofNullable(values.clock);
    }

    public BusObserver observer() {
        return values.observer;
    }

    public StartPolicy startPolicy() {
        return values.startPolicy;
    }

    public WireFormat format() {
        return values.format;
    }

    public WhileDisconnected whileDisconnected() {
        return values.whileDisconnected;
    }

    public Duration startTimeout() {
        return values.startTimeout;
    }

    public Duration grace() {
        return values.grace;
    }

    public Duration replyTimeout() {
        return values.replyTimeout;
    }

    public Duration publishTimeout() {
        return values.publishTimeout;
    }

    public Duration heartbeatPause() {
        return values.heartbeatPause;
    }

    public Duration heartbeatTimeout() {
        return values.heartbeatTimeout;
    }

    public Duration reconnectCap() {
        return values.reconnectCap;
    }

    public Duration rejectedRetry() {
        return values.rejectedRetry;
    }
}
