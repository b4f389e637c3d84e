package dev.keryx.proofs.kit;

import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * One run of a contract's tests, inside a test of the build.
 *
 * @param passed the names of the test methods that passed, however often each ran
 * @param failures what failed, by the names of the test methods
 */
public record ContractRun(Set<String> passed, Map<String, Throwable> failures) {
    /** What is wrong keeps nearly every test waiting for what never comes, so it gets little time; what is right gets all. */
    private static final String WAIT_SECONDS = "1";

    /** All tests of a class that implements a contract. */
    public static ContractRun whole(Class<?> contract) {
        return of(contract, tests(contract), CancellationToken.disabled());
    }

    /** Only the tests that carry one of these rules. */
    public static ContractRun ofRules(Class<?> contract, String... rules) {
        return of(contract, testsOf(contract, rules), CancellationToken.disabled());
    }

    /** The same for whoever is expected to break the rule: with little time to wait, and ended by the first failure. */
    public static ContractRun ofBrokenRule(Class<?> contract, String rule) {
        System.setProperty(Eventually.LIMIT_PROPERTY, WAIT_SECONDS);
        try {
            return of(contract, testsOf(contract, rule), CancellationToken.create());
        } finally {
            System.clearProperty(Eventually.LIMIT_PROPERTY);
        }
    }

    /** The rules that the tests of a contract carry. */
    public static Set<String> rules(Class<?> contract) {
        return tests(contract).flatMap(ContractRun::rules).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Method> testsOf(Class<?> contract, String... rules) {
        Set<String> wanted = Set.of(rules);
        return tests(contract).filter(method -> rules(method).anyMatch(wanted::contains));
    }

    private static Stream<String> rules(Method test) {
        return Arrays.stream(test.getAnnotation(Rule.class).value());
    }

    private static Stream<Method> tests(Class<?> contract) {
        return Stream.of(contract.getMethods()).filter(method -> method.isAnnotationPresent(Rule.class));
    }

    private static ContractRun of(Class<?> contract, Stream<Method> tests, CancellationToken end) {
        Results results = new Results(end);
        DiscoverySelector[] selectors = tests.map(method -> DiscoverySelectors.selectMethod(contract, method))
                .toArray(DiscoverySelector[]::new);
        LauncherDiscoveryRequest all =
                LauncherDiscoveryRequestBuilder.request().selectors(selectors).build();
        LauncherFactory.create()
                .execute(LauncherExecutionRequestBuilder.request(all)
                        .listeners(results)
                        .cancellationToken(end)
                        .build());
        return new ContractRun(new TreeSet<>(results.passed), new TreeMap<>(results.failures));
    }

    private static final class Results implements TestExecutionListener {
        private final Map<String, Throwable> failures = new ConcurrentHashMap<>();
        private final Set<String> passed = ConcurrentHashMap.newKeySet();
        private final CancellationToken end;

        Results(CancellationToken end) {
            this.end = end;
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() != Status.SUCCESSFUL) {
                failures.put(name(test), result.getThrowable().orElseGet(AssertionError::new));
                end.cancel();
            } else if (test.isTest()) {
                passed.add(name(test));
            }
        }

        private static String name(TestIdentifier test) {
            return test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(source -> ((MethodSource) source).getMethodName())
                    .orElseGet(test::getDisplayName);
        }
    }
}
