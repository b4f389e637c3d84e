package dev.keryx.bus;

import dev.keryx.TimeSource;
import dev.keryx.threads.Span;
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

    /** Own threads, the machine's clock, no observer, fails fast, and the default times of this class. */
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

    /**
     * Runs handlers and completes futures. It is the caller's and never shut down here; must not run tasks in the caller. A
     * task it rejects is not lost: messages wait in their buffer, futures complete on another thread. The driver is called on
     * threads of the bus's own even so, unless the executor is a {@link dev.keryx.FutureSource}: then everything runs on it.
     *
     * @param executor has a thread for each handler that may block at a time
     * @return a changed copy
     */
    public BusOptions executor(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return with(draft -> draft.executor = executor);
    }

    /**
     * All timeouts, heartbeats and pauses go by it.
     *
     * @param clock in place of the machine's
     * @return a changed copy
     */
    public BusOptions clock(TimeSource clock) {
        Objects.requireNonNull(clock, "clock");
        return with(draft -> draft.clock = clock);
    }

    /**
     * Telemetry.
     *
     * @param observer in place of the one before; there is one only
     * @return a changed copy
     */
    public BusOptions observer(BusObserver observer) {
        Objects.requireNonNull(observer, "observer");
        return with(draft -> draft.observer = observer);
    }

    /**
     * What the start does when the broker cannot be reached.
     *
     * @param policy {@link StartPolicy#FAIL_FAST} by default
     * @return a changed copy
     */
    public BusOptions startPolicy(StartPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return with(draft -> draft.startPolicy = policy);
    }

    /**
     * How messages look on the broker; the same on all nodes that are to understand each other.
     *
     * @param format {@link WireFormat#ENVELOPE} by default
     * @return a changed copy
     */
    public BusOptions format(WireFormat format) {
        Objects.requireNonNull(format, "format");
        return with(draft -> draft.format = format);
    }

    /**
     * Whether a publish is refused or waits while there is no link to the broker.
     *
     * @param policy {@link WhileDisconnected#FAIL_FAST} by default
     * @return a changed copy
     */
    public BusOptions whileDisconnected(WhileDisconnected policy) {
        Objects.requireNonNull(policy, "policy");
        return with(draft -> draft.whileDisconnected = policy);
    }

    /**
     * The whole time of a start, until every filter is confirmed.
     *
     * @param timeout positive; {@link #DEFAULT_START_TIMEOUT} by default
     * @return a changed copy
     */
    public BusOptions startTimeout(Duration timeout) {
        Span.positive(timeout, "start timeout");
        return with(draft -> draft.startTimeout = timeout);
    }

    /**
     * How long {@link MessageBus#close()} lets handlers work on what is buffered.
     *
     * @param grace positive; {@link #DEFAULT_GRACE} by default
     * @return a changed copy
     */
    public BusOptions grace(Duration grace) {
        Span.positive(grace, "grace");
        return with(draft -> draft.grace = grace);
    }

    /**
     * How long the link may be without any reply at all while a publish waits, before its outcome is unknown.
     *
     * @param timeout positive; {@link #DEFAULT_REPLY_TIMEOUT} by default
     * @return a changed copy
     */
    public BusOptions replyTimeout(Duration timeout) {
        Span.positive(timeout, "reply timeout");
        return with(draft -> draft.replyTimeout = timeout);
    }

    /**
     * A publish's whole time, before its outcome is unknown.
     *
     * @param timeout positive; {@link #DEFAULT_PUBLISH_TIMEOUT} by default
     * @return a changed copy
     */
    public BusOptions publishTimeout(Duration timeout) {
        Span.positive(timeout, "publish timeout");
        return with(draft -> draft.publishTimeout = timeout);
    }

    /**
     * How often the link is tried: a hang is noticed within the sum of both.
     *
     * @param pause positive, between an answer and the next heartbeat; {@link #DEFAULT_HEARTBEAT_PAUSE} by default
     * @param timeout positive, for an answer; {@link #DEFAULT_HEARTBEAT_TIMEOUT} by default
     * @return a changed copy
     */
    public BusOptions heartbeat(Duration pause, Duration timeout) {
        Span.positive(pause, "heartbeat pause");
        Span.positive(timeout, "heartbeat timeout");
        return with(draft -> {
            draft.heartbeatPause = pause;
            draft.heartbeatTimeout = timeout;
        });
    }

    /**
     * The longest pause between two attempts to reconnect.
     *
     * @param cap positive; {@link #DEFAULT_RECONNECT_CAP} by default
     * @return a changed copy
     */
    public BusOptions reconnectCap(Duration cap) {
        Span.positive(cap, "reconnect cap");
        return with(draft -> draft.reconnectCap = cap);
    }

    /**
     * How often a filter that the broker refused is tried again.
     *
     * @param pause positive; {@link #DEFAULT_REJECTED_RETRY} by default
     * @return a changed copy
     */
    public BusOptions rejectedRetry(Duration pause) {
        Span.positive(pause, "rejected retry");
        return with(draft -> draft.rejectedRetry = pause);
    }

    /** {@return runs handlers; empty: named daemon threads that the bus makes in start and ends in close} */
    public Optional<Executor> executor() {
        return Optional.ofNullable(values.executor);
    }

    /** {@return what time goes by; empty: the machine's clock} */
    public Optional<TimeSource> clock() {
        return Optional.ofNullable(values.clock);
    }

    /** {@return who hears the telemetry; {@link BusObserver#NONE} by default} */
    public BusObserver observer() {
        return values.observer;
    }

    /** {@return what the start does when the broker cannot be reached} */
    public StartPolicy startPolicy() {
        return values.startPolicy;
    }

    /** {@return how messages look on the broker} */
    public WireFormat format() {
        return values.format;
    }

    /** {@return whether a publish is refused or waits while there is no link to the broker} */
    public WhileDisconnected whileDisconnected() {
        return values.whileDisconnected;
    }

    /** {@return the whole time of a start} */
    public Duration startTimeout() {
        return values.startTimeout;
    }

    /** {@return how long {@link MessageBus#close()} lets handlers work on what is buffered} */
    public Duration grace() {
        return values.grace;
    }

    /** {@return how long the link may be without any reply while a publish waits} */
    public Duration replyTimeout() {
        return values.replyTimeout;
    }

    /** {@return a publish's whole time} */
    public Duration publishTimeout() {
        return values.publishTimeout;
    }

    /** {@return the pause between the answer of one heartbeat and the next} */
    public Duration heartbeatPause() {
        return values.heartbeatPause;
    }

    /** {@return how long a heartbeat's answer may take before the link is dead} */
    public Duration heartbeatTimeout() {
        return values.heartbeatTimeout;
    }

    /** {@return the longest pause between two attempts to reconnect} */
    public Duration reconnectCap() {
        return values.reconnectCap;
    }

    /** {@return the pause before a filter that the broker refused is tried again} */
    public Duration rejectedRetry() {
        return values.rejectedRetry;
    }
}
