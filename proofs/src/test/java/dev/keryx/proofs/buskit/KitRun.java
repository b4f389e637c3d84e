package dev.keryx.proofs.buskit;

import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.bus.BusHarness;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * One run of the contract's tests on one harness.
 *
 * @param passed how many tests passed
 * @param failures what failed, by the names of the test methods
 */
record KitRun(int passed, Map<String, Throwable> failures) {
    /** A wrong bus keeps nearly every test waiting for what never comes, so it gets little time; the right one gets all. */
    private static final String WAIT_SECONDS = "1";

    static KitRun whole(Supplier<BusHarness> harness) {
        return of(harness, method -> true);
    }

    /** Only the tests that carry one of these rules. */
    static KitRun rules(Supplier<BusHarness> harness, String... rules) {
        Set<String> wanted = Set.of(rules);
        return of(
                harness,
                method -> Stream.of(method.getAnnotation(Rule.class).value()).anyMatch(wanted::contains));
    }

    /** Only the tests of the rule that the suspect breaks. */
    static KitRun ofItsRule(Suspect suspect) {
        System.setProperty(Eventually.LIMIT_PROPERTY, WAIT_SECONDS);
        try {
            return rules(() -> new LoopHarness(suspect), suspect.rule());
        } finally {
            System.clearProperty(Eventually.LIMIT_PROPERTY);
        }
    }

    private static KitRun of(Supplier<BusHarness> harness, Predicate<Method> wanted) {
        UnderSuspicion.suspect(harness);
        Results results = new Results();
        DiscoverySelector[] selectors = Stream.of(UnderSuspicion.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Rule.class) && wanted.test(method))
                .map(method -> DiscoverySelectors.selectMethod(UnderSuspicion.class, method))
                .toArray(DiscoverySelector[]::new);
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectors)
                                .build(),
                        results);
        return new KitRun(results.passed.get(), new TreeMap<>(results.failures));
    }

    private static final class Results implements TestExecutionListener {
        private final Map<String, Throwable> failures = new ConcurrentHashMap<>();
        private final AtomicInteger passed = new AtomicInteger();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() != Status.SUCCESSFUL) {
                String name = test.getSource()
                        .filter(MethodSource.class::isInstance)
                        .map(source -> ((MethodSource) source).getMethodName())
                        .orElseGet(test::getDisplayName);
                failures.put(name, result.getThrowable().orElseGet(AssertionError::new));
            } else if (test.isTest()) {
                passed.incrementAndGet();
            }
        }
    }
}
