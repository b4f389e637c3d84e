package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusObserver;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Capability;
import dev.keryx.bus.Message;
import dev.keryx.bus.Topic;
import dev.keryx.bus.WhileDisconnected;
import dev.keryx.bus.WireFormat;
import dev.keryx.threads.Callbacks;
import dev.keryx.threads.Seldom;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages and finds out what became of each: taken, certainly not sent, or nobody knows. Any thread; takes no lock
 * where the driver answers at once and nothing may wait, the short ones of {@link InFlight} and {@link PublishBuffer} otherwise.
 */
final class Publisher implements PublishBuffer.Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final BusContext bus;
    private final MessageIds ids;
    private final boolean headers;
    private final Supplier<BusState> state;
    private final Quota quota = new Quota(BusOptions.DEFAULT_IN_FLIGHT_MESSAGES, BusOptions.DEFAULT_IN_FLIGHT_BYTES);

    private final PublishBuffer buffer;

    // Written in control.
    private volatile @Nullable LinkSession link;
    private volatile boolean closed;
    private volatile @Nullable Runnable onIdle;
    private final Seldom failures;
    // Taken by the broker and not told to the observer yet.
    private final AtomicLong taken = new AtomicLong();

    Publisher(BusContext bus, MessageIds ids, Set<Capability> capabilities, Supplier<BusState> state) {
        this.bus = bus;
        this.ids = ids;
        this.headers = capabilities.contains(Capability.HEADERS);
        this.state = state;
        this.buffer = new PublishBuffer(bus, this, capabilities.contains(Capability.CROSS_TOPIC_ORDER), this::abandon);
        this.failures = new Seldom(bus.clock());
    }

    /** In control: links are being made from now on. */
    void expectLinks() {
        buffer.expectLinks();
    }

    /** In control: there will be no further link. */
    void expectNoMoreLinks() {
        buffer.expectNoMore();
    }

    /** In control: publish over this link from now on; null: over none. */
    void use(@Nullable LinkSession session) {
        // Whoever the buffer lets pass finds the link here, unless it is gone again, which the buffer knows by then.
        if (session != null) {
            link = session;
            buffer.use(session);
        } else {
            buffer.use(null);
            link = null;
        }
    }

    CompletableFuture<Void> publish(Message message) {
        LinkSession session = usable();
        boolean mayWait = buffer.takes(message.topic());
        if (closed || (session == null && !(mayWait && buffer.isExpecting()))) {
            return refused(message.topic(), notNow(message.topic()));
        }
        KeryxException headersDoNotFit = checkHeaders(message);
        if (headersDoNotFit != null) {
            return refused(message.topic(), headersDoNotFit);
        }
        Frame frame;
        try {
            frame = frame(message);
        } catch (KeryxException tooLarge) {
            return refused(message.topic(), tooLarge);
        }
        if (session != null && frame.size() > session.maxFrameBytes()) {
            return refused(message.topic(), tooLarge(message.topic(), frame.size(), session.maxFrameBytes()));
        }
        if (!quota.reserve(frame.size())) {
            return refused(message.topic(), full(message.topic()));
        }
        if (closed) { // looked at again: either this is seen, or the reservation is, and waited for
            release(frame.size());
            return refused(message.topic(), notNow(message.topic()));
        }
        return session == null || mayWait ? inItsRow(message.topic(), frame) : send(session, message.topic(), frame);
    }

    private @Nullable KeryxException checkHeaders(Message message) {
        int count = message.headers().asMap().size();
        if (count > 0 && !headers) {
            return new KeryxException(ErrorCode.UNSUPPORTED, "this bus carries no headers, topic " + message.topic());
        }
        return count <= Message.MAX_HEADERS
                ? null
                : new KeryxException(
                        ErrorCode.LIMIT,
                        "a message to " + message.topic() + " has " + count + " headers, the limit is "
                                + Message.MAX_HEADERS);
    }

    private @Nullable LinkSession usable() {
        LinkSession session = link;
        return session == null || session.isDead() ? null : session;
    }

    /** Waits behind whatever waits; where nothing does, it is sent. */
    private CompletableFuture<Void> inItsRow(Topic topic, Frame frame) {
        InFlight.Pending pending = pending(topic, frame);
        KeryxException why = switch (buffer.offer(pending)) {
            case TAKEN -> null;
            case FULL -> noMoreWait(topic);
            case REFUSED -> notNow(topic);
        };
        if (why == null) {
            return pending.future;
        }
        release(frame.size());
        return refused(topic, why);
    }

    private InFlight.Pending pending(Topic topic, Frame frame) {
        return new InFlight.Pending(
                topic, frame, bus.completions().future(), bus.clock().nanos());
    }

    @Override
    public void send(LinkSession session, InFlight.Pending pending) {
        if (pending.size <= session.maxFrameBytes()) {
            Callbacks.then(
                    session.send(pending.topic, pending.frame),
                    (unused, failure) -> answered(session, pending, failure));
        } else if (session.inFlight().remove(pending)) {
            abandon(pending, tooLarge(pending.topic, pending.size, session.maxFrameBytes()));
        }
    }

    @Override
    public void fail(InFlight.Pending pending, KeryxException why) {
        if (failures.now()) {
            bus.telemetry().log(() -> log(pending.topic, why));
        }
        bus.telemetry().publishFailed(pending.topic, why);
        bus.completions().fail(pending.future, why);
        release(pending.size);
    }

    private Frame frame(Message message) {
        if (bus.options().format() == WireFormat.RAW) {
            return new RawFrame(message.payload());
        }
        Instant given = message.timestamp().orElse(null);
        long timestamp = given == null ? bus.clock().millis() : given.toEpochMilli();
        return Envelope.frame(ids.next(), timestamp, message.headers(), message.payload());
    }

    private CompletableFuture<Void> send(LinkSession session, Topic topic, Frame frame) {
        CompletableFuture<Void> answer = session.send(topic, frame);
        return isTaken(answer) ? taken(frame) : awaited(session, pending(topic, frame), answer);
    }

    private static boolean isTaken(CompletableFuture<Void> answer) {
        return answer.isDone() && !answer.isCompletedExceptionally();
    }

    private CompletableFuture<Void> taken(Frame frame) {
        release(frame.size());
        bus.telemetry().count(taken, BusObserver::published);
        return bus.completions().done(null);
    }

    private CompletableFuture<Void> awaited(
            LinkSession session, InFlight.Pending pending, CompletableFuture<Void> answer) {
        if (session.inFlight().add(pending, this::abandon)) {
            Callbacks.then(answer, (unused, failure) -> answered(session, pending, failure));
        } else {
            abandon(pending, Outcomes.linkLost(null));
        }
        return pending.future;
    }

    private void answered(LinkSession session, InFlight.Pending pending, @Nullable Throwable failure) {
        if (!session.inFlight().remove(pending)) {
            return;
        }
        if (failure == null) {
            session.answered();
            var unused = buffer.takesBack(pending, null);
            bus.telemetry().count(taken, BusObserver::published);
            bus.completions().complete(pending.future, null);
            release(pending.size);
        } else {
            abandon(pending, Outcomes.ofSend(failure, pending.topic));
        }
    }

    /** One that has been taken off the list has failed, unless it is to be tried again; any thread. */
    void abandon(InFlight.Pending pending, KeryxException why) {
        if (!buffer.takesBack(pending, why)) {
            fail(pending, why);
        }
    }

    private void release(int bytes) {
        if (quota.release(bytes)) {
            tellIfIdle();
        }
    }

    private CompletableFuture<Void> refused(Topic topic, KeryxException why) {
        if (failures.now()) {
            log(topic, why); // in the application's own thread: perhaps there is no other yet
        }
        bus.telemetry().publishFailed(topic, why);
        return bus.completions().failed(why);
    }

    private static void log(Topic topic, KeryxException why) {
        LOG.warn("A publish to {} failed: {}; more within a minute is not logged", topic, why.getMessage());
        LOG.debug("A publish to {} failed", topic, why);
    }

    private KeryxException notNow(Topic topic) {
        BusState now = state.get();
        return switch (now) {
            case NEW -> new KeryxException(ErrorCode.NOT_STARTED, "the bus is not started, publishing to " + topic);
            case CLOSED -> new KeryxException(ErrorCode.CLOSED, "the bus has ended, publishing to " + topic);
            default ->
                closed
                        ? new KeryxException(ErrorCode.CLOSED, "the bus is ending, publishing to " + topic)
                        : new KeryxException(ErrorCode.UNAVAILABLE, "no link to the broker, publishing to " + topic);
        };
    }

    private static KeryxException tooLarge(Topic topic, int size, int limit) {
        return new KeryxException(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "a message to " + topic + " takes " + size + " bytes, the limit is " + limit + " bytes");
    }

    private static KeryxException full(Topic topic) {
        return new KeryxException(
                ErrorCode.OVERFLOW,
                "publishing to " + topic + ": " + BusOptions.DEFAULT_IN_FLIGHT_MESSAGES + " messages or "
                        + BusOptions.DEFAULT_IN_FLIGHT_BYTES + " bytes are waiting for the broker's answer");
    }

    private KeryxException noMoreWait(Topic topic) {
        WhileDisconnected bounds = bus.options().whileDisconnected();
        return new KeryxException(
                ErrorCode.OVERFLOW,
                "publishing to " + topic + ": " + bounds.bufferMessages() + " messages or " + bounds.bufferBytes()
                        + " bytes wait for a link to the broker");
    }

    /** In control: takes nothing more; calls back, on any thread, when every outcome is known. */
    void close(Runnable whenIdle) {
        closed = true;
        onIdle = whenIdle;
        if (quota.isUnused()) {
            tellIfIdle();
        }
    }

    /** In control: what still waits was not sent, and what is in flight gets the outcome that nobody knows. */
    void giveUp(KeryxException why) {
        buffer.giveUp();
        LinkSession session = link;
        if (session != null) {
            session.inFlight().end(why, this::abandon);
        }
    }

    private void tellIfIdle() {
        Runnable tell = onIdle;
        if (tell != null) {
            tell.run();
        }
    }
}
