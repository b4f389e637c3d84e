package dev.keryx.adapter.inmemory;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What can be made to go wrong in an in-memory world, bus by bus, at any time and on any thread. Everything takes effect at
 * once, in the caller's thread; the buses notice it as they would notice it on a network.
 */
public final class InMemoryFaults {
    /** What becomes of one frame on its way to one bus. */
    public static final class Fate {
        /** It arrives. */
        public static final Fate ARRIVES = new Fate(false, false, Duration.ZERO);

        /** It is lost, and the receiver's transport notices: the subscriptions concerned hear a gap. */
        public static final Fate MISSED = new Fate(true, true, Duration.ZERO);

        /** It is lost and nobody notices, as no real transport may do it: for tests of what notices such things. */
        public static final Fate VANISHES = new Fate(true, false, Duration.ZERO);

        private final boolean dropped;
        private final boolean told;
        private final Duration delay;

        private Fate(boolean dropped, boolean told, Duration delay) {
            this.dropped = dropped;
            this.told = told;
            this.delay = delay;
        }

        /**
         * {@return it arrives later, and so do those behind it on the same link, by the receiving bus's clock}
         *
         * @param by how long after it was published; zero or less is at once, behind what is delayed
         */
        public static Fate delayed(Duration by) {
            return new Fate(false, false, by);
        }

        boolean isDropped() {
            return dropped;
        }

        boolean isTold() {
            return told;
        }

        Duration delay() {
            return delay;
        }
    }

    /** Decides the fate of each frame for each bus that follows it. Quick; called in publishers' threads. */
    @FunctionalInterface
    public interface FrameRule {
        /**
         * {@return what becomes of a frame that one bus sends and another, or the same, follows}
         *
         * @param from the sending bus's name
         * @param to the receiving bus's name
         * @param topic it was published to
         */
        Fate decide(String from, String to, Topic topic);
    }

    private static final FrameRule NO_RULE = (from, to, topic) -> Fate.ARRIVES;

    private final Exchange exchange;
    private final Map<String, BusFaults> byBus = new ConcurrentHashMap<>();
    private final Set<TopicFilter> rejected = ConcurrentHashMap.newKeySet();
    private volatile boolean down;
    private volatile boolean busy;
    private volatile FrameRule rule = NO_RULE;
    private volatile @Nullable Set<String> side;
    // Never false again once a fault has touched frames: delayed ones and those behind them must keep their order.
    private volatile boolean touchFrames;

    InMemoryFaults(Exchange exchange) {
        this.exchange = exchange;
    }

    boolean isDown() {
        return down;
    }

    boolean isBusy() {
        return busy;
    }

    boolean rejects(TopicFilter filter) {
        return rejected.contains(filter);
    }

    BusFaults of(String bus) {
        return byBus.computeIfAbsent(bus, unused -> new BusFaults());
    }

    boolean touchFrames() {
        return touchFrames;
    }

    Fate fate(String from, String to, Topic topic) {
        Set<String> one = side;
        if (one != null && one.contains(from) != one.contains(to)) {
            return Fate.VANISHES;
        }
        return rule.decide(from, to, topic);
    }

    /**
     * Cuts the bus's link, if it has one. It connects again at once, unless refused.
     *
     * @param bus its name, as given at the broker; all buses of that name
     */
    public void cut(String bus) {
        for (InMemoryLink link : exchange.links()) {
            if (link.name().equals(bus)) {
                link.cut();
            }
        }
    }

    /** The broker is gone for all: every link is cut, every attempt to connect refused, until {@link #recover}. */
    public void fail() {
        down = true;
        exchange.links().forEach(InMemoryLink::cut);
    }

    /** The broker is there again, and knows nothing of what was. */
    public void recover() {
        down = false;
    }

    /** Refuses every publish from now on, for the time being and without having taken it, until {@link #takePublishes}. */
    public void refusePublishes() {
        busy = true;
    }

    /** Takes publishes again. */
    public void takePublishes() {
        busy = false;
    }

    /**
     * Lets the bus take and send smaller frames than others, from its next link on.
     *
     * @param bus its name, as given at the broker; all buses of that name
     * @param maxFrameBytes the largest message with its envelope; no more than the world's own bound
     */
    public void limitFrames(String bus, int maxFrameBytes) {
        of(bus).limitFrames(maxFrameBytes);
    }

    /**
     * Refuses the bus's attempts to connect from now on.
     *
     * @param bus its name, as given at the broker; all buses of that name
     */
    public void refuse(String bus) {
        of(bus).refuse(true);
    }

    /**
     * Accepts the bus's attempts to connect again.
     *
     * @param bus its name, as given at the broker; all buses of that name
     */
    public void accept(String bus) {
        of(bus).refuse(false);
    }

    /**
     * Answers the bus nothing any more and brings it nothing; what it asks and is sent is held.
     *
     * @param bus its name, as given at the broker; all buses of that name
     */
    public void hang(String bus) {
        touchFrames = true;
        of(bus).hang();
    }

    /**
     * Does everything that was held while the bus's other side hung, in order, and hangs no longer.
     *
     * @param bus its name, as given at the broker; all buses of that name
     */
    public void resume(String bus) {
        of(bus).resume();
    }

    /**
     * From now on, no frame passes between these buses and all others, and nobody notices. Replaces an earlier one.
     *
     * @param buses the names of those on one side; empty parts nobody
     */
    public void partition(Set<String> buses) {
        side = Set.copyOf(buses);
        touchFrames = true;
    }

    /** Ends the partition; every bus is told that frames may be missing. */
    public void heal() {
        if (side != null) {
            side = null;
            KeryxException why = new KeryxException(ErrorCode.UNAVAILABLE, "the network was partitioned");
            exchange.links().forEach(link -> link.sink().missed(Set.of(), why));
        }
    }

    /**
     * Decides the fate of every frame from now on, in place of an earlier rule.
     *
     * @param fates asked once for each frame and each bus that follows its topic
     */
    public void frames(FrameRule fates) {
        rule = fates;
        touchFrames = true;
    }

    /** Lets every frame arrive again, behind those still delayed. */
    public void framesArrive() {
        rule = NO_RULE;
    }

    /**
     * Refuses the filter to every bus from now on; takes it away where it is live.
     *
     * @param filter exactly this one; others may match the same topics
     */
    public void reject(TopicFilter filter) {
        rejected.add(filter);
        exchange.links().forEach(link -> revoke(link.name(), filter));
    }

    /**
     * Permits to all what {@link #reject(TopicFilter)} refused to all.
     *
     * @param filter exactly this one
     */
    public void permit(TopicFilter filter) {
        rejected.remove(filter);
    }

    /**
     * Refuses the filter to the bus from now on; takes it away where it is live.
     *
     * @param bus its name, as given at the broker; all buses of that name
     * @param filter exactly this one; others may match the same topics
     */
    public void reject(String bus, TopicFilter filter) {
        of(bus).reject(filter);
        revoke(bus, filter);
    }

    /**
     * Permits the filter again; the bus asks for it when its retry is due.
     *
     * @param bus its name, as given at the broker; all buses of that name
     * @param filter exactly this one
     */
    public void permit(String bus, TopicFilter filter) {
        of(bus).permit(filter);
    }

    /**
     * Takes a live filter away from the bus unasked, as a broker does that moves a topic; the bus asks for it again.
     *
     * @param bus its name, as given at the broker; all buses of that name
     * @param filter exactly this one; without effect where it is not live
     */
    public void revoke(String bus, TopicFilter filter) {
        KeryxException why = new KeryxException(ErrorCode.UNAVAILABLE, "the filter " + filter + " was moved");
        for (InMemoryLink link : exchange.links()) {
            if (link.name().equals(bus)) {
                link.revoke(filter, why);
            }
        }
    }
}
