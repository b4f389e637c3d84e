package dev.keryx.adapter.inmemory;

import dev.keryx.Payload;
import dev.keryx.Registration;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.link.Chunk;
import dev.keryx.gateway.link.Framing;
import dev.keryx.gateway.link.Lane;
import dev.keryx.gateway.link.Link;
import dev.keryx.gateway.link.LinkEvents;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's end of a wire. While its client is stalled it takes one chunk and no more, as a socket does whose buffers are
 * full. Everything on its lane only.
 */
final class WireLink implements Link {
    private static final Logger LOG = LoggerFactory.getLogger(InMemoryGateway.class);

    /** How long a goodbye may wait for a client that does not read. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    /** As in RFC 6455, section 7.4.1. */
    private static final CloseReason TOO_BIG = new CloseReason(1009, "message too big");

    private final InMemoryLane lane;
    private final int maxMessageBytes;
    private final SocketAddress remote;
    private final InMemoryGateway.Client client;
    private final Consumer<WireLink> whenEnded;

    /** Given by the engine when the link enters, before anything happens on it. */
    private @Nullable LinkEvents events;

    /** What the client did while the wire was not read. */
    private final Queue<Consumer<LinkEvents>> unread = new ArrayDeque<>(0);

    private boolean reading = true;
    private boolean stalled;
    private @Nullable InMemoryChunk kept;

    /** The client is done, or has done what ends it. */
    private boolean done;

    private @Nullable CloseReason closing;
    private @Nullable Registration deadline;
    private boolean ended;

    WireLink(
            InMemoryLane lane,
            int maxMessageBytes,
            SocketAddress remote,
            InMemoryGateway.Client client,
            Consumer<WireLink> whenEnded) {
        this.lane = lane;
        this.maxMessageBytes = maxMessageBytes;
        this.remote = remote;
        this.client = client;
        this.whenEnded = whenEnded;
    }

    void enter(LinkEvents events) {
        this.events = events;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public Framing framing() {
        return Framing.BARE;
    }

    @Override
    public SocketAddress remote() {
        return remote;
    }

    @Override
    public boolean send(Chunk chunk) {
        if (ended) {
            return true;
        }
        InMemoryChunk frames = (InMemoryChunk) chunk;
        if (stalled) {
            frames.retain();
            kept = frames;
            return false;
        }
        deliver(frames);
        return true;
    }

    private void deliver(InMemoryChunk chunk) {
        for (Payload frame : chunk.frames()) {
            try {
                client.message(frame);
            } catch (Throwable failure) {
                LOG.error("A client in memory failed, its wire is dropped", failure);
                end(CloseReason.LOST, CloseReason.LOST);
                return;
            }
        }
    }

    @Override
    public int unsentBytes() {
        return kept == null ? 0 : kept.length();
    }

    /** The client stops reading. */
    void stall() {
        stalled = true;
    }

    /** The client reads again. */
    void resume() {
        stalled = false;
        InMemoryChunk rest = kept;
        if (ended || rest == null) {
            return;
        }
        kept = null;
        deliver(rest);
        rest.release();
        if (closing != null) {
            end(closing, closing);
        } else if (!ended && events != null) {
            events.writable();
        }
    }

    @Override
    public void read(boolean on) {
        reading = on;
        if (on && !unread.isEmpty()) {
            lane.execute(this::readOn);
        }
    }

    /**
     * Something that the client did.
     *
     * @param bytes of its message
     */
    void arrive(int bytes, Consumer<LinkEvents> what) {
        if (!hears()) {
            return;
        }
        unread.add(bytes > maxMessageBytes ? events -> hangUp(TOO_BIG) : what);
        if (unread.size() == 1) {
            readOn();
        }
    }

    private void readOn() {
        boolean any = false;
        while (reading && hears() && !unread.isEmpty()) {
            unread.remove().accept(entered(events));
            any = true;
        }
        if (any && hears()) {
            entered(events).readBurstEnds();
        }
    }

    private boolean hears() {
        return !done && closing == null && !ended;
    }

    private static LinkEvents entered(@Nullable LinkEvents events) {
        if (events == null) {
            throw new IllegalStateException("a link before its entry");
        }
        return events;
    }

    /** The wire broke; what has not been read is lost. */
    void drop() {
        end(CloseReason.LOST, CloseReason.LOST);
    }

    /** The client is done, or has done what ends it. */
    void hangUp(CloseReason reason) {
        done = true;
        unread.clear();
        entered(events).ending(reason);
    }

    @Override
    public void close(CloseReason reason) {
        if (ended || closing != null) {
            return;
        }
        closing = reason;
        if (reason.code() == CloseReason.SLOW.code() || reason.code() == CloseReason.LOST.code()) {
            end(reason, CloseReason.LOST);
        } else if (kept == null) {
            end(reason, reason);
        } else {
            deadline = lane.later(() -> end(reason, CloseReason.LOST), GOODBYE);
        }
    }

    private void end(CloseReason toEngine, CloseReason toClient) {
        if (ended) {
            return;
        }
        ended = true;
        unread.clear();
        if (kept != null) {
            kept.release();
            kept = null;
        }
        if (deadline != null) {
            deadline.close();
        }
        whenEnded.accept(this);
        LinkEvents told = events;
        if (told != null) {
            lane.execute(() -> told.closed(toEngine)); // not inside a call of the engine's
        }
        try {
            client.closed(toClient);
        } catch (Throwable failure) {
            LOG.error("A client in memory failed at its end", failure);
        }
    }
}
