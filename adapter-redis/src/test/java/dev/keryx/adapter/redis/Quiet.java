package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Gap;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.testkit.Eventually;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Subscriptions to which nothing is published: they lose nothing, and must hear of a hole all the same. */
final class Quiet {
    private static final String PREFIX = "many.";

    private final int from;
    private final List<Subscription> subscriptions;
    private final Set<Integer> told = ConcurrentHashMap.newKeySet();

    private Quiet(MessageBus bus, int from, int to) {
        this.from = from;
        this.subscriptions = IntStream.range(from, to)
                .mapToObj(number -> subscribe(bus, number))
                .toList();
    }

    static Quiet begin(MessageBus bus, int from, int to) {
        return new Quiet(bus, from, to);
    }

    static Quiet ready(MessageBus bus, int count) {
        Quiet quiet = begin(bus, 0, count);
        quiet.awaitReady();
        return quiet;
    }

    private Subscription subscribe(MessageBus bus, int number) {
        SubscribeOptions options = SubscribeOptions.DEFAULT.onGap(gap -> hear(number, gap));
        return bus.subscribe(PREFIX + number, options, message -> {});
    }

    private void hear(int number, Gap gap) {
        if (gap.causes().contains(Gap.Cause.RECONNECT)) {
            told.add(number);
        }
    }

    void awaitReady() {
        subscriptions.forEach(subscription -> Eventually.done("ready", subscription.ready()));
    }

    /** Ends those before this number. */
    void closeBefore(int number) {
        subscriptions.subList(0, number - from).forEach(Subscription::close);
    }

    /** Waits until each from this number on has heard a gap; of the others, none may have. */
    void awaitToldFrom(int number) {
        int end = from + subscriptions.size();
        Eventually.equal("subscriptions that heard a gap", end - number, told::size);
        assertThat(told).allMatch(one -> one >= number);
    }

    /** The channels that Redis knows by them. */
    static Set<String> channels(FaultBench bench) {
        return bench.channels(PREFIX + "*");
    }

    static Set<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(number -> PREFIX + number).collect(Collectors.toSet());
    }
}
