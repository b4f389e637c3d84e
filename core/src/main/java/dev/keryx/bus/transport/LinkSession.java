package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.threads.SerialExecutor;
import dev.keryx.threads.Thrown;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One link from the attempt to open it until its end, and the sink it reports to: what a link that is no longer the present
 * one still says is recognised here and ignored.
 */
final class LinkSession implements Sink {
    private static final Logger LOG = LoggerFactory.getLogger(LinkSession.class);

    private final long number;
    private final BusContext bus;
    private final Inbound inbound;
    private final LinkReports reports;
    private final InFlight inFlight;

    // Everything but send and close, one after the other: a driver that blocks here keeps only its own link waiting.
    private final SerialExecutor calls;
    // Set once, before publishers see the session and before anything is subscribed.
    private @Nullable BusLink link;
    private volatile int maxFrameBytes = Integer.MAX_VALUE;
    // Any thread may end it; nothing revives it.
    private volatile boolean dead;

    LinkSession(long number, BusContext bus, Inbound inbound, LinkReports reports) {
        this.number = number;
        this.bus = bus;
        this.inbound = inbound;
        this.reports = reports;
        this.inFlight = new InFlight(bus);
        this.calls = new SerialExecutor(bus.threads().drivers());
    }

    /** Links are numbered as they are opened. */
    long number() {
        return number;
    }

    InFlight inFlight() {
        return inFlight;
    }

    boolean isDead() {
        return dead;
    }

    /** On the driver's thread, before anything else: the attempt succeeded, if there is a link. Gives it back. */
    BusLink opened(BusLink opened) {
        if (opened != null) {
            link = opened;
            maxFrameBytes = largestFrame(opened);
        }
        return opened;
    }

    private static int largestFrame(BusLink opened) {
        try {
            int limit = opened.maxFrameBytes();
            return limit > 0 ? limit : Integer.MAX_VALUE;
        } catch (Throwable failure) {
            LOG.warn("The driver cannot tell its largest frame: {}", Thrown.brief(failure));
            LOG.debug("The driver cannot tell its largest frame", failure);
            return Integer.MAX_VALUE;
        }
    }

    int maxFrameBytes() {
        return maxFrameBytes;
    }

    /** In control: from now on nothing that comes over it counts. */
    void kill() {
        dead = true;
    }

    /** The other side has answered something: it lives. */
    void answered() {
        inFlight.answered();
    }

    private BusLink link() {
        BusLink opened = link;
        if (opened == null) {
            throw new IllegalStateException("the link is not open");
        }
        return opened;
    }

    CompletableFuture<Void> send(Topic topic, Frame frame) {
        try {
            CompletableFuture<Void> answer = link().send(topic, frame);
            return DriverCall.present("send", answer);
        } catch (Throwable thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> filters) {
        return DriverCall.on(calls, "add", () -> link().add(filters));
    }

    CompletableFuture<Void> remove(Set<TopicFilter> filters) {
        return DriverCall.on(calls, "remove", () -> link().remove(filters));
    }

    CompletableFuture<Void> ping() {
        return DriverCall.on(calls, "ping", () -> link().ping());
    }

    /** Not behind the other calls, which may be stuck. */
    CompletableFuture<Void> close() {
        return link == null
                ? CompletableFuture.allOf()
                : DriverCall.on(bus.threads().drivers(), "close", () -> link().close());
    }

    @Override
    public void frame(@Nullable TopicFilter via, Topic topic, Payload bytes) {
        if (dead) {
            return;
        }
        try {
            if (bytes.size() <= Math.max(maxFrameBytes, Envelope.MAX_JOINED_BYTES)) {
                inbound.frame(number, via, topic, bytes);
            } else {
                tooLarge(via, topic, bytes.size());
            }
        } catch (Throwable failure) {
            notTakenIn(via, topic, failure);
        }
    }

    /** The driver says that its broker takes none so large: whatever this is, it is not decoded. */
    private void tooLarge(@Nullable TopicFilter via, Topic topic, int size) {
        String why = "of " + size + " bytes, the limit is " + maxFrameBytes;
        inbound.skipped(topic, why);
        missed(via == null ? Set.of() : Set.of(via), new KeryxException(ErrorCode.PAYLOAD_TOO_LARGE, why));
    }

    /** Nobody is to lose it in silence: whoever follows the topic hears a gap. */
    private void notTakenIn(@Nullable TopicFilter via, Topic topic, Throwable failure) {
        bus.telemetry()
                .log(() -> LOG.debug(
                        "A frame on {} could not be taken in; a fault in Keryx or in the driver", topic, failure));
        inbound.skipped(topic, "one that could not be taken in: " + Thrown.brief(failure));
        missed(via == null ? Set.of() : Set.of(via), failure);
    }

    @Override
    public void missed(Set<TopicFilter> filters, Throwable cause) {
        report(filters, copy -> reports.missed(this, copy));
    }

    @Override
    public void revoked(Set<TopicFilter> filters, Throwable cause) {
        report(filters, copy -> reports.revoked(this, copy));
    }

    private void report(Set<TopicFilter> filters, Consumer<Set<TopicFilter>> step) {
        try {
            Set<TopicFilter> copy = Set.copyOf(filters);
            bus.control().run(() -> step.accept(copy));
        } catch (Throwable failure) {
            lost(new KeryxException(ErrorCode.INTERNAL, "the driver reported what means nothing", failure));
        }
    }

    @Override
    public void lost(Throwable cause) {
        dead = true;
        KeryxException why = LinkLoss.of("the link was lost", cause);
        bus.control().run(() -> reports.lost(this, why));
    }
}
