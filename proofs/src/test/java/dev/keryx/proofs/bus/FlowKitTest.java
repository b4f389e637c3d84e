package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testng.ITestListener;
import org.testng.ITestResult;
import org.testng.TestNG;

/**
 * The Technology Compatibility Kit of reactive streams. It is written for TestNG, which is run from here, so that all tests of
 * this module are run by one engine.
 */
class FlowKitTest {
    @Test
    void theFlowViewOfABusKeepsTheRulesOfReactiveStreams() {
        Results results = new Results();
        TestNG kit = new TestNG(false);
        kit.setTestClasses(new Class<?>[] {FlowVerification.class});
        kit.addListener(results);
        kit.run();
        assertThat(results.failures).isEmpty();
        assertThat(results.passed).hasSizeGreaterThan(25);
        // What the kit itself has no test for, and that several subscribers of one publisher may get the same.
        assertThat(results.skipped)
                .allMatch(name -> name.startsWith("untested_") || name.startsWith("optional_spec111"));
    }

    private static final class Results implements ITestListener {
        private final List<String> passed = new ArrayList<>();
        private final List<String> skipped = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();

        @Override
        public void onTestSuccess(ITestResult test) {
            passed.add(test.getName());
        }

        @Override
        public void onTestSkipped(ITestResult test) {
            skipped.add(test.getName());
        }

        @Override
        public void onTestFailure(ITestResult test) {
            failures.add(test.getName() + ": " + test.getThrowable());
        }
    }
}
