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

/** What the contract says of buses that are right, and whether each of its rules is broken by a {@link WrongBuses wrong one}. */
class RightBusesTest {
    @Test
    void theRightBusPasses() {
        ContractRun run = KitRun.whole(() -> new LoopHarness(Suspect.INNOCENT));
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).hasSameSizeAs(tests().toList());
    }

    @Test
    void aBusWithoutPatternsPassesByRefusingThem() {
        Suspect modest = new Suspect("has no patterns", "", WithoutPatterns.TWIST);
        ContractRun run = KitRun.rules(() -> new LoopHarness(modest), "BUS-03", "BUS-04", "BUS-05", "BUS-22");
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isNotEmpty();
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
                "BUS-77",
                "BUS-88");
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isNotEmpty();
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
                "BUS-73",
                "BUS-80",
                "BUS-81",
                "BUS-82",
                "BUS-84",
                "BUS-85",
                "BUS-86",
                "BUS-87",
                "BUS-88");
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isNotEmpty();
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

    @Test
    void everyRuleIsBrokenBySomebody() {
        Set<String> broken = suspects().map(Suspect::rule).collect(Collectors.toCollection(TreeSet::new));
        assertThat(broken).isEqualTo(tests().flatMap(Arrays::stream).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Stream<Suspect> suspects() {
        return Stream.of(
                        new WrongBuffersTest(),
                        new WrongContentTest(),
                        new WrongConversationsTest(),
                        new WrongDeliveryTest(),
                        new WrongEndsTest(),
                        new WrongFaultsIT(),
                        new WrongFlowTest(),
                        new WrongFuturesTest(),
                        new WrongLifecycleTest(),
                        new WrongStreamsTest())
                .map(WrongBuses::suspects)
                .flatMap(List::stream);
    }

    /** The rules of each test of the contract. */
    private static Stream<String[]> tests() {
        return Stream.of(MessageBusContract.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Rule.class))
                .map(method -> method.getAnnotation(Rule.class).value());
    }
}
