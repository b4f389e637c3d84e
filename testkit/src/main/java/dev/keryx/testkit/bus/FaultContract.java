package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.Gap;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.FaultProxy;
import dev.keryx.testkit.FaultProxy.Way;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.SocketProbe;
import dev.keryx.testkit.ThreadProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * What a network does on a bad day, between a bus and a broker that are both well. A {@link BusAudit} judges each test: every
 * message that the broker accepted is heard once and in order, or lies in a hole with a gap at its place. Where a harness knows
 * no way to its broker there is no network to fail, and the tests show that nothing is reported.
 */
public interface FaultContract extends BusContract {
    /** What is published there while the network swallows everything is certainly accepted, and certainly never heard here. */
    @ConcurrencyTest
    @Rule({"BUS-80", "BUS-81"})
    default void aSilenceWhileMessagesFlowIsNoticedAndTheHoleIsTold(BusLab lab) {
        FaultScene scene = FaultScene.attentive(lab).flowing();
        scene.inject(FaultProxy::swallow);
        scene.theirs.publish(10);
        scene.awaitDetected();
        scene.theirs.awaitOutcomes();
        scene.lift();
        Account account = scene.end();
        assertThat(account.lostSignalled()).isGreaterThanOrEqualTo(scene.fails() ? 10 : 0);
    }

    /** Nothing is published, so nothing but a heartbeat can find out. */
    @ConcurrencyTest
    @Rule({"BUS-80", "BUS-81"})
    default void aSilenceIsNoticedOnALinkWithNothingToSay(BusLab lab) {
        FaultScene scene = FaultScene.attentive(lab);
        scene.inject(FaultProxy::swallow);
        scene.awaitDetected();
        scene.lift();
        scene.end();
    }

    /** Late and in pieces, but answered, many times over. */
    @ConcurrencyTest
    @Rule("BUS-81")
    default void aSlowNetworkIsNotTakenForASilentOne(BusLab lab) {
        FaultScene scene = FaultScene.patient(lab);
        scene.inject(network -> {
            network.delay(Duration.ofMillis(100));
            network.trickle(4_000);
        });
        for (int i = 0; i < 3; i++) {
            scene.ours.publish(1);
            scene.theirs.publish(1);
            scene.ours.awaitOutcomes();
            scene.audit.awaitHeard();
        }
        scene.lift();
        Account account = scene.end();
        assertThat(account.detected()).as("it was noticed").isNull();
        assertThat(account.unknown() + account.lostSignalled()).isZero();
    }

    /** The broker has the messages, and nobody here hears so: never sent again, so never delivered twice. */
    @ConcurrencyTest
    @Rule("BUS-82")
    default void whatWasNotAnsweredIsUnknownAndNeverSentAgain(BusLab lab) {
        FaultScene scene = FaultScene.patient(lab);
        scene.inject(network -> network.swallow(Way.TO_CLIENT));
        scene.ours.publish(100);
        scene.audit.awaitHeard();
        scene.network.ifPresent(FaultProxy::drop);
        scene.ours.awaitOutcomes();
        scene.lift();
        Account account = scene.end();
        assertThat(account.unknown()).isEqualTo(scene.fails() ? 100 : 0);
        assertThat(account.unknownDelivered()).isEqualTo(account.unknown());
    }

    /** Nobody answers, and far more is published than may wait for answers. */
    @ConcurrencyTest
    @Rule("BUS-84")
    default void onlySoManyPublishesWaitForTheirAnswers(BusLab lab) {
        FaultScene scene = FaultScene.patient(lab);
        int tooMany = scene.fails() ? 1_000 : 0;
        scene.inject(FaultProxy::swallow);
        scene.ours.publish(scene.fails() ? BusOptions.DEFAULT_IN_FLIGHT_MESSAGES + tooMany : 1_000);
        Eventually.that(
                "those too many were told so",
                () -> scene.ours.failures().getOrDefault(ErrorCode.OVERFLOW, 0L) >= tooMany,
                scene.ours::failures);
        scene.network.ifPresent(FaultProxy::resume);
        scene.ours.awaitOutcomes();
        scene.lift();
        scene.end();
    }

    /** Somewhere in a request, a name, an envelope, a payload, the next answer. */
    @ConcurrencyTest
    @Rule("BUS-80")
    default void nothingIsMadeUpWhereverAStreamIsCut(BusLab lab) {
        FaultScene scene = FaultScene.attentive(lab).flowing();
        for (Way way : Way.values()) {
            for (int bytes : new int[] {0, 1, 9, 57, 130, 1_000}) {
                scene.inject(network -> network.cutAfter(way, bytes));
                scene.awaitDetected();
                scene.lift();
            }
        }
        scene.end();
    }

    /** Ten times down and up, sometimes within an attempt to come back. */
    @ConcurrencyTest
    @Rule({"BUS-80", "BUS-85"})
    default void afterFlappingTheBrokerHasEachSubscriptionOnce(BusLab lab) {
        FaultScene scene = FaultScene.attentive(lab).flowing();
        Duration phase = Duration.ofMillis(50);
        scene.inject(network -> network.flap(10, phase, phase));
        scene.lift();
        scene.end();
    }

    /** Behind any greeting, but long before the last of so many long names: each new link breaks while it asks for filters. */
    @ConcurrencyTest
    @Rule({"BUS-80", "BUS-85"})
    default void aLinkThatBreaksWhileItsFiltersAreAskedForIsFollowedByAWholeOne(BusLab lab) {
        FaultScene scene = FaultScene.attentive(lab);
        List<String> names = IntStream.range(0, 200)
                .mapToObj(i -> "many." + "x".repeat(100) + i)
                .toList();
        names.forEach(name -> scene.audit.follow(scene.here, lab.name(name)));
        scene.audit.awaitReady();
        scene.flowing();
        scene.inject(network -> {
            network.cutAfter(Way.TO_SERVER, 8_000);
            network.drop();
        });
        scene.awaitAttempts(6);
        scene.lift();
        scene.awaitOneSubscription(names);
        List<List<Gap>> gaps = scene.end().gaps();
        if (scene.fails()) {
            assertThat(gaps.subList(gaps.size() - names.size(), gaps.size()))
                    .allMatch(some -> some.stream().anyMatch(gap -> gap.causes().contains(Gap.Cause.RECONNECT)));
        }
    }

    /**
     * It calls somebody who never says a word, and who sees it hang up.
     *
     * @throws IOException fails the test, as when nobody called or nobody hung up
     */
    @ConcurrencyTest
    @Rule("BUS-86")
    default void aBusClosedWhileItConnectsLeavesNothing(BusLab lab) throws IOException {
        lab.started().close();
        List<Mute> brokers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            brokers.add(lab.closing(new Mute()));
        }
        ThreadProbe threads = ThreadProbe.now();
        SocketProbe sockets = SocketProbe.now();
        for (int i = 0; i < 10; i++) {
            closeWhileConnecting(lab, brokers.get(i), i % 2 == 0);
        }
        threads.awaitNoneLeft("after starts that came to nothing");
        sockets.awaitNoneLeft("after starts that came to nothing");
    }

    private static void closeWhileConnecting(BusLab lab, Mute broker, boolean connected) throws IOException {
        Optional<BusHarness.Route> route = lab.turn(lab.harness()::route);
        MessageBus bus = route.isPresent()
                ? route.get().buses().apply(broker.address(), lab.options())
                : lab.harness().bus(lab.options());
        var unused = bus.subscribe(lab.name("never"), message -> {});
        CompletableFuture<Void> start = bus.startAsync();
        if (route.isPresent() && connected) {
            broker.expectCaller();
        }
        bus.close();
        broker.expectGone();
        Eventually.settled("the start", start);
        assertThat(start.isCompletedExceptionally() || route.isEmpty()).isTrue();
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
    }
}
