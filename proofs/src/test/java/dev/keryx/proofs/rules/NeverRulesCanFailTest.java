package dev.keryx.proofs.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds every rule against a house that is wrong on purpose, and expects exactly the wrong places to be found. */
class NeverRulesCanFailTest {
    private static final House WRONG = new House("dev.keryx.proofs.wrong");
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(WRONG.root());

    @Test
    void rule1FindsCoreThatReachesOut() {
        assertThat(placesThatBreak(1)).containsExactlyInAnyOrder("ReachesAssertJ", "ReachesTestkit", "ReachesAdapter");
    }

    @Test
    void rule2FindsAdaptersThatReachEachOtherAndStrangersThatKnowTheirTechnology() {
        assertThat(placesThatBreak(2))
                .containsExactlyInAnyOrder(
                        "ReachesAdapter",
                        "adapter.redis.ReachesNetty",
                        "adapter.inmemory.ReachesRedis",
                        "adapter.inmemory.ReachesLettuce");
    }

    @Test
    void rule3FindsForeignTypesInPublicSignatures() {
        assertThat(placesThatBreak(3))
                .containsExactlyInAnyOrder(
                        "adapter.websocket.netty.ShowsNetty", "adapter.websocket.netty.ExtendsNetty");
    }

    @Test
    void rule4FindsArrowsThatPointBackwards() {
        assertThat(placesThatBreak(4))
                .containsExactlyInAnyOrder(
                        "",
                        "ReachesTestkit",
                        "bus.SeesTransport",
                        "gateway.SeesBus",
                        "gateway.SeesCluster",
                        "examples.ReachesEngine",
                        "examples.ReachesLink",
                        "examples.transport.ReachesGateway");
    }

    @Test
    void rule4TellsTheCycle() {
        assertThat(breaches(4))
                .anySatisfy(breach -> assertThat(breach.what())
                        .contains("Cycle detected")
                        .contains("SeesTransport")
                        .contains("TransportBus"));
    }

    @Test
    void rule5FindsClocksSleepsStaticThreadsAndPrints() {
        assertThat(breaches(5).stream()
                        .filter(breach -> !breach.where().contains(".examples."))
                        .map(breach -> breach.what().replaceFirst(" \\(.*", "")))
                .containsExactlyInAnyOrder(
                        "uses System.nanoTime",
                        "uses System.currentTimeMillis",
                        "uses Instant.now",
                        "uses Clock.systemUTC",
                        "uses LocalDate.now",
                        "uses Thread.sleep",
                        "uses TimeUnit.sleep",
                        "uses CompletionStage.thenApplyAsync",
                        "uses CompletableFuture.runAsync",
                        "uses CompletableFuture.delayedExecutor",
                        "uses CompletableFuture.orTimeout",
                        "uses CompletableFuture.completeOnTimeout",
                        "uses System.out",
                        "uses System.out");
    }

    @Test
    void rule5SparesTheClocksPlaceAndProgramsThatPrint() {
        assertThat(placesThatBreak(5))
                .containsExactlyInAnyOrder(
                        "ReadsClock",
                        "Sleeps",
                        "UsesStaticThreads",
                        "Prints",
                        "redisserver.Chatty",
                        "examples.transport.OwnTransport");
    }

    @Test
    void rule6FindsNamesThatTellNothing() {
        assertThat(placesThatBreak(6))
                .containsExactlyInAnyOrder(
                        "names.EmptyNames$IThing",
                        "names.EmptyNames$AbstractThing",
                        "names.EmptyNames$ThingBase",
                        "names.EmptyNames$ThingImpl",
                        "names.EmptyNames$ThingHelper",
                        "names.EmptyNames$ThingUtil",
                        "names.EmptyNames$ThingUtils",
                        "names.EmptyNames$ThingManager",
                        "util.Leftover",
                        "util.package-info");
    }

    @Test
    void rule7FindsPackagesWithoutTheMark() {
        assertThat(placesThatBreak(7)).containsExactlyInAnyOrder("unmarked", "undescribed");
    }

    @Test
    void rule8FindsTalkativeAdaptersAndWhatCanBeExtended() {
        assertThat(placesThatBreak(8))
                .containsExactlyInAnyOrder(
                        "adapter.talkative",
                        "adapter.redis.RedisBus",
                        "adapter.redis.ExtensibleFactory",
                        "adapter.redis.ConstructedFactory",
                        "adapter.redis.UnusualFactory",
                        "bus.transport.TransportBus",
                        "gateway.engine.Gateway",
                        "gateway.engine.GatewayEngine");
    }

    @Test
    void rule8FindsThatAnEngineIsNotThere() {
        assertThat(new AdaptersShowLittle().breaches(new House("dev.keryx.proofs.wrong.names"), CLASSES))
                .hasSize(3);
    }

    @Test
    void aHouseWithoutPackagesIsNoHouseWithoutCycles() {
        House nowhere = new House("dev.keryx.proofs.nowhere");
        JavaClasses none = new ClassFileImporter().importPackages(nowhere.root());
        assertThatThrownBy(() -> new ArrowsPointOneWay().breaches(nowhere, none).count())
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void theReportListsAllRulesAtOnce() {
        List<String> report = NeverRules.report(WRONG, CLASSES);
        for (NeverRule rule : NeverRules.ALL) {
            assertThat(report).anyMatch(line -> line.startsWith("rule " + rule.number() + ": "));
        }
    }

    private static Set<String> placesThatBreak(int number) {
        return breaches(number).stream()
                .map(breach -> breach.where().substring(WRONG.root().length()))
                .map(place -> place.startsWith(".") ? place.substring(1) : place)
                .collect(Collectors.toSet());
    }

    private static List<Breach> breaches(int number) {
        return NeverRules.ALL.stream()
                .filter(rule -> rule.number() == number)
                .flatMap(rule -> rule.breaches(WRONG, CLASSES))
                .toList();
    }
}
