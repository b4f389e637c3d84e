package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.TopicFilter;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.FaultProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Two buses, here and there, and the audit of what they do. Between the one here and the broker lies a network that fails on
 * demand; the one there is never cut off. Where the harness knows no way to its broker there is no network, and nothing fails.
 */
final class FaultScene {
    private static final Duration PAUSE_BETWEEN_PUBLISHES = Duration.ofMillis(1);

    final BusAudit audit;
    final Optional<FaultProxy> network;
    /** Owned by the audit. */
    final MessageBus here;
    /** Published here, heard there. */
    final Feed ours;
    /** Published there, heard here. */
    final Feed theirs;

    private final BusLab lab;
    private final Telemetry telemetry = new Telemetry();

    private FaultScene(BusLab lab, BusOptions options) {
        this.lab = lab;
        // What a process has once, and makes with its first bus, is nobody's leak.
        lab.started().close();
        audit = lab.closing(BusAudit.begin());
        Optional<BusHarness.Route> route = lab.turn(lab.harness()::route);
        network = route.map(way -> audit.own(FaultProxy.to(way.broker())));
        BusOptions observed = options.observer(telemetry);
        here = audit.watch(
                route.isPresent()
                        ? route.get().buses().apply(door(), observed)
                        : lab.harness().bus(observed));
        MessageBus there = audit.own(lab.harness().bus(lab.options()));
        lab.start(there);
        ours = audit.feed(here, lab.name("ours"));
        theirs = audit.feed(there, lab.name("theirs"));
        audit.follow(there, lab.name("ours"));
        audit.follow(here, lab.name("theirs"));
        audit.awaitReady();
    }

    private InetSocketAddress door() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), network.orElseThrow().port());
    }

    /** Notices a silence soon. */
    static FaultScene attentive(BusLab lab) {
        return new FaultScene(lab, lab.options().heartbeat(Duration.ofMillis(100), Duration.ofMillis(400)));
    }

    /** Asks all the time, but leaves nobody before a test would. */
    static FaultScene patient(BusLab lab) {
        Duration limit = Eventually.limit();
        return new FaultScene(
                lab,
                lab.options()
                        .heartbeat(Duration.ofMillis(10), limit)
                        .replyTimeout(limit)
                        .publishTimeout(limit));
    }

    boolean fails() {
        return network.isPresent();
    }

    /** Both publish from now on. */
    FaultScene flowing() {
        ours.every(PAUSE_BETWEEN_PUBLISHES);
        theirs.every(PAUSE_BETWEEN_PUBLISHES);
        audit.awaitFlowing();
        return this;
    }

    void inject(Consumer<FaultProxy> fault) {
        audit.inject(() -> network.ifPresent(fault));
    }

    void awaitDetected() {
        network.ifPresent(failing -> audit.awaitDetected());
    }

    /** Waits until clients have asked for that many more connections. */
    void awaitAttempts(int more) {
        network.ifPresent(failing -> {
            long before = failing.attempts();
            Eventually.that("it was tried again", () -> failing.attempts() >= before + more, failing::attempts);
        });
    }

    /** All is well again, and everybody hears so. */
    void lift() {
        audit.lift(() -> network.ifPresent(FaultProxy::resume));
        flowing();
        audit.awaitRecovered();
    }

    /** Waits until the broker has one subscription for each of these names, where it can be asked. */
    void awaitOneSubscription(Collection<String> names) {
        names.stream()
                .map(lab::name)
                .map(TopicFilter::of)
                .forEach(filter -> lab.turn(() -> count(filter))
                        .ifPresent(
                                first -> Eventually.equal("the subscriptions to " + filter, 1, () -> count(filter))));
    }

    private int count(TopicFilter filter) {
        return lab.harness().brokerSubscriptions(filter);
    }

    /** Fails unless every message is accounted for, nothing came that was not published, and each subscription is there once. */
    Account end() {
        audit.awaitFlowing();
        awaitOneSubscription(Set.of("ours", "theirs"));
        Account account = audit.end();
        account.assertNothingWrong();
        assertThat(telemetry.skippedFrames).as("frames that were none").isEmpty();
        assertThat(telemetry.handlerFailures).as("numbers that were none").isEmpty();
        return account;
    }
}
