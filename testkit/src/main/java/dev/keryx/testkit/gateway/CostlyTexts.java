package dev.keryx.testkit.gateway;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Frames that are short to write and dear to read. */
final class CostlyTexts {
    private CostlyTexts() {}

    static Stream<Arguments> all() {
        return Stream.of(
                Arguments.of("10,000 arrays deep", event("[".repeat(10_000) + "]".repeat(10_000))),
                Arguments.of("10,000 arrays deep and never closed", "[\"ev\",0,\"n\",[" + "[".repeat(10_000)),
                Arguments.of("100 objects deep", event("{\"a\":".repeat(100) + "1" + "}".repeat(100))),
                Arguments.of("a thousand keys", event("{" + keys(1_000) + "}")),
                Arguments.of("a number of 10,000 digits", event("1".repeat(10_000))),
                Arguments.of("a fraction of 10,000 digits", event("0." + "1".repeat(10_000))));
    }

    private static String event(String arg) {
        return "[\"ev\",0,\"n\",[" + arg + "]]";
    }

    private static String keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"k" + i + "\":1").collect(Collectors.joining(","));
    }
}
