package dev.keryx.testkit;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a {@link ConcurrencyTest} as often as the system property says. */
final class Repetitions implements TestTemplateInvocationContextProvider {
    private static final String PROPERTY = "keryx.repeat";

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        int times = Math.max(1, Integer.getInteger(PROPERTY, 1));
        return IntStream.rangeClosed(1, times).mapToObj(turn -> new TestTemplateInvocationContext() {
            @Override
            public String getDisplayName(int index) {
                return context.getDisplayName() + (times == 1 ? "" : " " + index + " of " + times);
            }
        });
    }
}
