package dev.keryx.proofs.buskit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.Capability;
import dev.keryx.bus.WireFormat;
import dev.keryx.proofs.kit.ContractRun;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract notices: each wrong bus fails the rule that it breaks, and the right one passes everything. */
class WrongBusesTest {
    @Test
    void theRightBusPasses() {
        ContractRun run = KitRun.whole(() -> new LoopHarness(Suspect.INNOCENT));
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isEqualTo(tests().count());
    }

    @Test
    void aBusWithoutPatternsPassesByRefusingThem() {
        Suspect modest = new Suspect("has no patterns", "", WithoutPatterns.TWIST);
        ContractRun run = KitRun.rules(() -> new LoopHarness(modest), "BUS-03", "BUS-04", "BUS-05", "BUS-22");
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isPositive();
    }

    @Test
    void aBusWithoutHeadersPassesByRefusingThem() {
        Suspect raw = new Suspect("has no headers", "", Twist.busOptions(options -> options.format(WireFormat.RAW)));
        ContractRun run = KitRun.rules(
                () -> new LoopHarness(raw),
                "BUS-01",
                "BUS-25",
                "BUS-26",
                "BUS-27",
                "BUS-29",
                "BUS-74",
                "BUS-75",
                "BUS-76",
                "BUS-77");
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isPositive();
    }

    @Test
    void aBusOfOneProcessPassesWithoutAnyKnob() {
        Twist local = Twist.without(Capability.CROSS_PROCESS);
        ContractRun run = KitRun.rules(
                () -> bare(local),
                "BUS-06",
                "BUS-10",
                "BUS-11",
                "BUS-12",
                "BUS-13",
                "BUS-29",
                "BUS-30",
                "BUS-35",
                "BUS-59",
                "BUS-60",
                "BUS-61",
                "BUS-62",
                "BUS-70",
                "BUS-71",
                "BUS-72",
                "BUS-73");
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isPositive();
    }

    @Test
    void aBusThatReachesOtherProcessesDoesNotPassWithoutKnobs() {
        ContractRun run = KitRun.rules(() -> bare(Twist.NONE), "BUS-06");
        assertThat(run.failures()).containsOnlyKeys("aBusThatReachesOtherProcessesBringsTheKnobsOfANetwork");
    }

    private static BusHarness bare(Twist twist) {
        LoopTransport transport = LoopTransport.alone();
        return options -> twist.on(transport, options);
    }

    @ParameterizedTest
    @MethodSource("suspects")
    void theWrongBusFailsTheRuleThatItBreaks(Suspect suspect) {
        assertThat(KitRun.ofItsRule(suspect).failures()).isNotEmpty();
    }

    @Test
    void everyRuleIsBrokenBySomebody() {
        Set<String> broken = suspects().stream().map(Suspect::rule).collect(Collectors.toCollection(TreeSet::new));
        assertThat(broken).isEqualTo(tests().flatMap(Arrays::stream).collect(Collectors.toCollection(TreeSet::new)));
    }

    static List<Suspect> suspects() {
        return Stream.of(
                        WrongBuffers.suspects(),
                        WrongContent.suspects(),
                        WrongConversations.suspects(),
                        WrongDelivery.suspects(),
                        WrongEnds.suspects(),
                        WrongFlow.suspects(),
                        WrongFutures.suspects(),
                        WrongLifecycle.suspects(),
                        WrongStreams.suspects())
                .flatMap(List::stream)
                .toList();
    }

    /** The rules of each test of the contract. */
    private static Stream<String[]> tests() {
        return Stream.of(MessageBusContract.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Rule.class))
                .map(method -> method.getAnnotation(Rule.class).value());
    }
}
