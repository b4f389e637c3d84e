package dev.keryx.json.jackson;

import static dev.keryx.json.jackson.Refusals.badValue;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Json;
import dev.keryx.JsonLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ElementsTest {
    private final Json json = new JacksonJson();

    static Stream<Arguments> arrays() {
        return Stream.of(
                Arguments.of("[]", List.of()),
                Arguments.of(" [ ] ", List.of()),
                Arguments.of("[1]", List.of("1")),
                Arguments.of(
                        "[\"ev\",7,\"name\",[1,{\"a\":[]}],\"room\"]",
                        List.of("\"ev\"", "7", "\"name\"", "[1,{\"a\":[]}]", "\"room\"")),
                Arguments.of(" [ true , false\t,\r\nnull ] ", List.of("true", "false", "null")),
                Arguments.of("[{},[],[[]],{\"a\":{}}]", List.of("{}", "[]", "[[]]", "{\"a\":{}}")),
                Arguments.of("[\"]\",\"[\",\",\",\"\\\"\"]", List.of("\"]\"", "\"[\"", "\",\"", "\"\\\"\"")),
                Arguments.of("[\"\\u00e9\\ud83d\\ude00\\/\"]", List.of("\"\\u00e9\\ud83d\\ude00\\/\"")),
                Arguments.of("[\"é€😀\",\"\"]", List.of("\"é€😀\"", "\"\"")),
                Arguments.of("[\"\\ud800\"]", List.of("\"\\ud800\"")), // the grammar has it
                Arguments.of("[0,-0,0.0,-1.5e-7,2E+3]", List.of("0", "-0", "0.0", "-1.5e-7", "2E+3")),
                Arguments.of("[1.7976931348623157e308]", List.of("1.7976931348623157e308")),
                Arguments.of("[0.00001e312,1e-999]", List.of("0.00001e312", "1e-999")),
                Arguments.of("[1e999999,-1e-999999]", List.of("1e999999", "-1e-999999")),
                Arguments.of("[{\"a\":1,\"A\":2,\"\":3}]", List.of("{\"a\":1,\"A\":2,\"\":3}")),
                Arguments.of("[{\"a\":1},{\"a\":1}]", List.of("{\"a\":1}", "{\"a\":1}")),
                Arguments.of("[{\"a\":{\"a\":{\"a\":1}}}]", List.of("{\"a\":{\"a\":{\"a\":1}}}")));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void findsWhatIsInAnArray(String text, List<String> elements) {
        assertThat(elements(text.getBytes(UTF_8))).isEqualTo(elements);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("", "no array at byte 0"),
                Arguments.of("   ", "no array at byte 3"),
                Arguments.of("7", "no array at byte 0"),
                Arguments.of("\"text\"", "no array at byte 0"),
                Arguments.of("{\"a\":1}", "no array at byte 0"),
                Arguments.of("\ufeff[]", "no array at byte 0"),
                Arguments.of("[", "no value at byte 1"),
                Arguments.of("[1", "neither a comma nor an end at byte 2"),
                Arguments.of("[1,", "no value at byte 3"),
                Arguments.of("[1,]", "no value at byte 3"),
                Arguments.of("[,1]", "no value at byte 1"),
                Arguments.of("[1 2]", "neither a comma nor an end at byte 3"),
                Arguments.of("[1}", "neither a comma nor an end at byte 2"),
                Arguments.of("[[1]", "neither a comma nor an end at byte 4"),
                Arguments.of("[] []", "something after the value at byte 3"),
                Arguments.of("[]\0", "something after the value at byte 2"),
                Arguments.of("[1]secret", "something after the value at byte 3"),
                Arguments.of("[{\"a\":1]", "neither a comma nor an end at byte 7"),
                Arguments.of("[{\"a\" 1}]", "no colon at byte 6"),
                Arguments.of("[{\"a\":}]", "no value at byte 6"),
                Arguments.of("[{a:1}]", "no key at byte 2"),
                Arguments.of("[{\"a\":1,}]", "no key at byte 8"),
                Arguments.of("[{1:2}]", "no key at byte 2"),
                Arguments.of("[{\"a\":1,\"b\":2,\"a\":3}]", "a key for the second time at byte 15"),
                Arguments.of("[{\"a\":1,\"\\u0061\":2}]", "a key for the second time at byte 9"),
                Arguments.of("[{\"\\/\":1,\"/\":2}]", "a key for the second time at byte 10"),
                Arguments.of("[{\"é\":1,\"\\u00E9\":2}]", "a key for the second time at byte 10"),
                Arguments.of("[{\"a\":{\"b\":1},\"a\":2}]", "a key for the second time at byte 15"),
                Arguments.of("[nul]", "an unknown word at byte 4"),
                Arguments.of("[NaN]", "no value at byte 1"),
                Arguments.of("[Infinity]", "no value at byte 1"),
                Arguments.of("['a']", "no value at byte 1"),
                Arguments.of("[/* no */1]", "no value at byte 1"),
                Arguments.of("[01]", "neither a comma nor an end at byte 2"),
                Arguments.of("[+1]", "no value at byte 1"),
                Arguments.of("[-]", "a number without digits at byte 2"),
                Arguments.of("[.5]", "no value at byte 1"),
                Arguments.of("[1.]", "a number without digits at byte 3"),
                Arguments.of("[1e]", "a number without digits at byte 3"),
                Arguments.of("[0x10]", "neither a comma nor an end at byte 2"),
                Arguments.of("[\"a]", "a string without end at byte 4"),
                Arguments.of("[\"a\\\"]", "a string without end at byte 6"),
                Arguments.of("[\"a\nb\"]", "a control character in a string at byte 3"),
                Arguments.of("[\"a\0b\"]", "a control character in a string at byte 3"),
                Arguments.of("[\"\\x\"]", "an unknown escape at byte 3"),
                Arguments.of("[\"\\u12g4\"]", "an escape without its four digits at byte 6"),
                Arguments.of("[\"\\u12\"]", "an escape without its four digits at byte 6"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesWhatIsNoStrictArrayAndSaysWhereButNotWhat(String text, String fault) {
        assertThat(badValue(() -> elements(text.getBytes(UTF_8)))).isEqualTo("BAD_VALUE: bad JSON, " + fault);
    }

    @ParameterizedTest
    @MethodSource("dev.keryx.json.jackson.Utf8Cases#malformed")
    void refusesMalformedUtf8(String name, byte[] bytes) {
        byte[] text = new byte[bytes.length + 4];
        text[0] = '[';
        text[1] = '"';
        System.arraycopy(bytes, 0, text, 2, bytes.length);
        text[text.length - 2] = '"';
        text[text.length - 1] = ']';

        assertThat(badValue(() -> elements(text))).as(name).contains("malformed UTF-8");
    }

    @Test
    void refusesTenThousandLevelsWithoutGoingDown() {
        assertThat(badValue(() -> elements("[".repeat(10_000).getBytes(UTF_8)))).contains("deeper than 32 at byte 32");
        assertThat(badValue(() -> elements(("[" + "{\"a\":".repeat(10_000)).getBytes(UTF_8))))
                .contains("deeper than 32");
    }

    @Test
    void goesAsDeepAsItIsAllowedTo() {
        String nested = "[".repeat(32) + "]".repeat(32);
        assertThat(elements(nested.getBytes(UTF_8))).hasSize(1);

        int deep = 1_000_000;
        byte[] text = ("[".repeat(deep) + "]".repeat(deep)).getBytes(UTF_8);
        assertThat(json.elements(text, 0, text.length, new JsonLimits(deep, 1, 1)))
                .containsExactly(1, text.length - 1);
    }

    @Test
    void countsTheKeysOfEachObjectByItself() {
        String most = object(256);
        assertThat(elements(("[" + most + "," + most + "]").getBytes(UTF_8))).hasSize(2);
        assertThat(badValue(() -> elements(("[" + object(257) + "]").getBytes(UTF_8))))
                .contains("more than 256 keys");
    }

    @Test
    void seesADuplicateAmongManyKeys() {
        String text = "[" + object(200).replace("}", ",\"k17\":1}") + "]";
        assertThat(badValue(() -> elements(text.getBytes(UTF_8)))).contains("a key for the second time");
    }

    @Test
    void capsTheLengthOfNumbers() {
        assertThat(elements(("[" + "1".repeat(64) + "]").getBytes(UTF_8))).hasSize(1);
        assertThat(badValue(() -> elements(("[" + "1".repeat(65) + "]").getBytes(UTF_8))))
                .contains("a number of more than 64 characters");
        assertThat(badValue(() -> elements(("[" + "9".repeat(60_000) + "e9]").getBytes(UTF_8))))
                .contains("BAD_VALUE");
    }

    @Test
    void looksOnlyAtItsPartOfTheBytesAndPlacesAreCountedFromItsStart() {
        byte[] text = "51-[\"a\",2]junk".getBytes(UTF_8);
        assertThat(json.elements(text, 3, 7, JsonLimits.DEFAULT)).containsExactly(4, 7, 8, 9);
        assertThat(badValue(() -> json.elements(text, 3, 8, JsonLimits.DEFAULT)))
                .endsWith("at byte 7");
        assertThat(badValue(() -> json.elements(text, 3, 6, JsonLimits.DEFAULT)))
                .endsWith("at byte 6");
    }

    private List<String> elements(byte[] text) {
        int[] offsets = json.elements(text, 0, text.length, JsonLimits.DEFAULT);
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < offsets.length; i += 2) {
            elements.add(new String(text, offsets[i], offsets[i + 1] - offsets[i], UTF_8));
        }
        return elements;
    }

    private static String object(int keys) {
        List<String> members =
                IntStream.range(0, keys).mapToObj(i -> "\"k" + i + "\":" + i).toList();
        return "{" + String.join(",", members) + "}";
    }
}
