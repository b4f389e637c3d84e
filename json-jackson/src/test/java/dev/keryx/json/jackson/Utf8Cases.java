package dev.keryx.json.jackson;

import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Byte sequences that are no UTF-8. */
final class Utf8Cases {
    private Utf8Cases() {}

    static Stream<Arguments> malformed() {
        return Stream.of(
                of("overlong slash of two bytes", "c0af"),
                of("overlong of two bytes", "c1bf"),
                of("overlong of three bytes", "e080af"),
                of("overlong of four bytes", "f08080af"),
                of("high surrogate", "eda080"),
                of("low surrogate", "edb080"),
                of("beyond U+10FFFF", "f4908080"),
                of("five bytes", "f888808080"),
                of("lone continuation", "80"),
                of("truncated two bytes", "c3"),
                of("truncated three bytes", "e282"),
                of("truncated four bytes", "f09f98"),
                of("wrong continuation", "c341"),
                of("the byte fe", "fe"),
                of("the byte ff", "ff"));
    }

    private static Arguments of(String name, String hex) {
        return Arguments.of(name, HexFormat.of().parseHex(hex));
    }
}
