package dev.keryx.bus.transport;

import dev.keryx.Headers;
import dev.keryx.Payload;
import dev.keryx.bus.Message;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.WireFormat;
import dev.keryx.threads.Seldom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes frames in: finds who follows them, takes the envelopes apart, hands each message to each seat. On the driver's
 * threads, without locks of its own.
 *
 * <p>Where the driver tells which filter brought a frame, it goes to those who sit at that filter and to no other: the
 * driver brings it once for each filter, so a subscription gets it once, however its filter overlaps with others.
 */
final class Inbound {
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private static final String UNREADABLE = "damaged: its headers do not fit, or are more than " + Message.MAX_HEADERS;

    private final BusContext bus;
    private final Registry registry;
    private final MessageIds ids;
    private final Seldom skips;
    private final boolean raw;

    Inbound(BusContext bus, Registry registry, MessageIds ids) {
        this.bus = bus;
        this.registry = registry;
        this.ids = ids;
        this.skips = new Seldom(bus.clock());
        this.raw = bus.options().format() == WireFormat.RAW;
    }

    void frame(long link, @Nullable TopicFilter via, Topic topic, Payload bytes) {
        Seat[] seats = via == null ? all(topic) : at(via, topic);
        if (seats.length == 0) {
            return;
        }
        if (raw || !Envelope.beginsAt(bytes, 0)) {
            Message message = new Message(topic, bytes, Headers.empty(), null, null);
            deliver(link, via != null, seats, message, false);
        } else {
            envelopes(link, via != null, seats, topic, bytes);
        }
    }

    private Seat[] at(TopicFilter via, Topic topic) {
        FilterEntry entry = registry.lookUp(via);
        return entry == null || !via.matches(topic) ? FilterEntry.NONE : entry.seats();
    }

    private Seat[] all(Topic topic) {
        List<Seat[]> matching = new ArrayList<>(4);
        registry.forEachMatch(topic, entry -> matching.add(entry.seats()));
        return switch (matching.size()) {
            case 0 -> FilterEntry.NONE;
            case 1 -> matching.get(0);
            default -> matching.stream().flatMap(Stream::of).toArray(Seat[]::new);
        };
    }

    /** However many of a frame's envelopes cannot be read, they are reported once: a frame may hold very many. */
    private void envelopes(long link, boolean told, Seat[] seats, Topic topic, Payload bytes) {
        int skips = 0;
        String first = "";
        int at = 0;
        while (at < bytes.size()) {
            int length = Envelope.lengthAt(bytes, at);
            boolean hasEnd = length > 0;
            String why =
                    hasEnd ? envelope(link, told, seats, topic, bytes, at, length) : "damaged: its length cannot be";
            if (why != null && skips++ == 0) {
                first = why;
            }
            at = hasEnd ? at + length : bytes.size(); // nobody can tell where the next one begins
        }
        if (skips > 0) {
            skipped(topic, skips == 1 ? first : first + ", and " + (skips - 1) + " more that came with it");
        }
    }

    /** Delivers what is in it, or tells why not. */
    private @Nullable String envelope(
            long link, boolean told, Seat[] seats, Topic topic, Payload bytes, int at, int length) {
        int version = Envelope.versionAt(bytes, at);
        if (version != Envelope.VERSION) {
            return "of version " + version;
        }
        Message message = Envelope.read(topic, bytes, at, length);
        if (message == null) {
            return UNREADABLE;
        }
        deliver(link, told, seats, message, ids.areOwn(Envelope.senderAt(bytes, at)));
        return null;
    }

    private static void deliver(long link, boolean told, Seat[] seats, Message message, boolean own) {
        for (Seat seat : seats) {
            seat.offer(message, own, link, told);
        }
    }

    void skipped(Topic topic, String why) {
        if (skips.now()) {
            bus.telemetry()
                    .log(() -> LOG.warn(
                            "A frame on {} was skipped, it is {}; more within a minute is not logged", topic, why));
        }
        bus.telemetry().tell(observer -> observer.frameSkipped(topic, why));
    }
}
