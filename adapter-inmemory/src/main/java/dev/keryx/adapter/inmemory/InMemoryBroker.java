package dev.keryx.adapter.inmemory;

import dev.keryx.TimeSource;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.TransportBus;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A world in memory: the buses made by one broker hear each other and nobody else. Has no thread of its own: a frame goes
 * to the other buses' buffers in the publisher's thread, handlers run on each bus's executor.
 */
public final class InMemoryBroker {
    /** As much as one bus may have in flight; enough for anything sensible, and a mistake is noticed. */
    public static final int DEFAULT_MAX_FRAME_BYTES = 64 << 20;

    private final Exchange exchange;
    private final AtomicInteger buses = new AtomicInteger();

    /** A world that takes messages up to {@link #DEFAULT_MAX_FRAME_BYTES}. */
    public InMemoryBroker() {
        this(DEFAULT_MAX_FRAME_BYTES);
    }

    /**
     * A world with a bound of its own.
     *
     * @param maxFrameBytes the largest message with its envelope
     */
    public InMemoryBroker(int maxFrameBytes) {
        if (maxFrameBytes < 1) {
            throw new IllegalArgumentException("a frame has at least one byte");
        }
        exchange = new Exchange(maxFrameBytes);
    }

    /**
     * {@return one more bus in this world, named {@code bus-1} and so on}
     *
     * @param options its clock also times delayed frames
     */
    public MessageBus bus(BusOptions options) {
        return bus("bus-" + buses.incrementAndGet(), options);
    }

    /**
     * One more bus in this world.
     *
     * @param name what faults and errors call it; buses of one name share their faults
     * @param options its clock also times delayed frames
     * @return the bus, not started
     */
    public MessageBus bus(String name, BusOptions options) {
        TimeSource clock = options.clock().orElseGet(TimeSource::system);
        return TransportBus.over(new InMemoryTransport(exchange, name, clock), options);
    }

    /**
     * {@return how many buses of this world follow exactly this filter now}
     *
     * @param filter exactly this one, not those that match the same topics
     */
    public int followers(TopicFilter filter) {
        return exchange.followers(filter);
    }

    /** {@return what can be made to go wrong in this world} */
    public InMemoryFaults faults() {
        return exchange.faults();
    }
}
