package dev.keryx.testkit.bus;

import dev.keryx.Registration;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BusHarness} put together from its knobs, each in a line: for technologies whose own hands do most of it already.
 * Knobs are set by the test class, before the contract turns them.
 */
public final class BusWorld implements BusHarness {
    /** What an envelope without headers puts before its payload. */
    private static final int ENVELOPE_BYTES = 36;

    private final Function<BusOptions, MessageBus> buses;
    private @Nullable Function<BusOptions, MessageBus> lost;
    private String nowhere = "";
    private @Nullable ToIntFunction<TopicFilter> subscriptions;
    private @Nullable Function<TopicFilter, Registration> refusals;
    private @Nullable Supplier<Registration> outages;
    private @Nullable Supplier<Registration> refusing;
    private @Nullable Supplier<Route> route;
    private @Nullable BiFunction<Integer, BusOptions, MessageBus> narrow;
    private @Nullable BiConsumer<Topic, byte[]> foreigner;
    private @Nullable Function<BusOptions, Lent> lender;
    private int maxPayloadBytes = Integer.MAX_VALUE;
    private Runnable end = () -> {};

    private BusWorld(Function<BusOptions, MessageBus> buses) {
        this.buses = Objects.requireNonNull(buses, "buses");
    }

    /**
     * A world whose only knob is that it makes buses.
     *
     * @param buses as {@link BusHarness#bus}
     * @return a world to which knobs can be added
     */
    public static BusWorld of(Function<BusOptions, MessageBus> buses) {
        return new BusWorld(buses);
    }

    /**
     * Adds the knob {@link BusHarness#unreachable}.
     *
     * @param address how errors name where nobody listens
     * @param bus makes a bus that wants to go there
     * @return this world
     */
    public BusWorld unreachableAt(String address, Function<BusOptions, MessageBus> bus) {
        nowhere = Objects.requireNonNull(address, "address");
        lost = Objects.requireNonNull(bus, "bus");
        return this;
    }

    /**
     * Adds the knob {@link BusHarness#brokerSubscriptions}.
     *
     * @param count asks the broker
     * @return this world
     */
    public BusWorld countedBy(ToIntFunction<TopicFilter> count) {
        subscriptions = Objects.requireNonNull(count, "count");
        return this;
    }

    /**
     * Adds the knob {@link BusHarness#reject}.
     *
     * @param refusal refuses a filter, and lets it pass again when closed
     * @return this world
     */
    public BusWorld rejecting(Function<TopicFilter, Registration> refusal) {
        refusals = Objects.requireNonNull(refusal, "refusal");
        return this;
    }

    /**
     * Adds the knob {@link BusHarness#outage}.
     *
     * @param outage takes the broker away, and brings it back when closed, which happens once
     * @return this world
     */
    public BusWorld failing(Supplier<Registration> outage) {
        outages = Objects.requireNonNull(outage, "outage");
        return this;
    }

    /**
     * Adds the knob {@link BusHarness#busy}.
     *
     * @param busy makes the broker refuse publishes for now, and take them again when closed, which happens once
     * @return this world
     */
    public BusWorld refusing(Supplier<Registration> busy) {
        refusing = Objects.requireNonNull(busy, "busy");
        return this;
    }

    /**
     * Adds the knob {@link BusHarness#route}.
     *
     * @param route the way to the broker; may say {@code UNSUPPORTED}
     * @return this world
     */
    public BusWorld reachedBy(Supplier<Route> route) {
        this.route = Objects.requireNonNull(route, "route");
        return this;
    }

    /**
     * Adds the knob {@link BusHarness#bounded}.
     *
     * @param bus makes a bus that takes frames up to so many bytes
     * @return this world
     */
    public BusWorld bounding(BiFunction<Integer, BusOptions, MessageBus> bus) {
        narrow = Objects.requireNonNull(bus, "bus");
        return this;
    }

    /**
     * Replaces the hand of {@link BusHarness#publishForeign}.
     *
     * @param publisher a client of the technology's own
     * @return this world
     */
    public BusWorld foreignBy(BiConsumer<Topic, byte[]> publisher) {
        foreigner = Objects.requireNonNull(publisher, "publisher");
        return this;
    }

    /**
     * Adds the knob {@link BusHarness#lent}.
     *
     * @param lender makes a bus over a client of somebody else
     * @return this world
     */
    public BusWorld lending(Function<BusOptions, Lent> lender) {
        this.lender = Objects.requireNonNull(lender, "lender");
        return this;
    }

    /**
     * Bounds what a bus of this world takes.
     *
     * @param bytes of the largest message, with its envelope
     * @return this world
     */
    public BusWorld maxFrameBytes(int bytes) {
        maxPayloadBytes = bytes - ENVELOPE_BYTES;
        return this;
    }

    /**
     * Gives back what was made besides buses.
     *
     * @param end called once, after the buses are closed
     * @return this world
     */
    public BusWorld closing(Runnable end) {
        this.end = Objects.requireNonNull(end, "end");
        return this;
    }

    @Override
    public MessageBus bus(BusOptions options) {
        return buses.apply(options);
    }

    @Override
    public Unreachable unreachable(BusOptions options) {
        return lost == null ? BusHarness.super.unreachable(options) : new Unreachable(lost.apply(options), nowhere);
    }

    @Override
    public int brokerSubscriptions(TopicFilter filter) {
        return subscriptions == null ? BusHarness.super.brokerSubscriptions(filter) : subscriptions.applyAsInt(filter);
    }

    @Override
    public Registration reject(TopicFilter filter) {
        return refusals == null ? BusHarness.super.reject(filter) : once(refusals.apply(filter));
    }

    @Override
    public Registration outage() {
        return outages == null ? BusHarness.super.outage() : once(outages.get());
    }

    @Override
    public Registration busy() {
        return refusing == null ? BusHarness.super.busy() : once(refusing.get());
    }

    @Override
    public Route route() {
        return route == null ? BusHarness.super.route() : route.get();
    }

    @Override
    public MessageBus bounded(int maxFrameBytes, BusOptions options) {
        return narrow == null ? BusHarness.super.bounded(maxFrameBytes, options) : narrow.apply(maxFrameBytes, options);
    }

    @Override
    public void publishForeign(Topic topic, byte[] bytes) {
        if (foreigner == null) {
            BusHarness.super.publishForeign(topic, bytes);
        } else {
            foreigner.accept(topic, bytes);
        }
    }

    @Override
    public Lent lent(BusOptions options) {
        return lender == null ? BusHarness.super.lent(options) : lender.apply(options);
    }

    private static Registration once(Registration registration) {
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (!closed.getAndSet(true)) {
                registration.close();
            }
        };
    }

    @Override
    public int maxPayloadBytes() {
        return maxPayloadBytes;
    }

    @Override
    public void close() {
        end.run();
    }
}
