package dev.keryx.json.jackson;

import static dev.keryx.json.jackson.Refusals.badValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keryx.Json;
import dev.keryx.JsonArgs;
import dev.keryx.Payload;
import dev.keryx.RawJson;
import dev.keryx.TypeRef;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgsTest {
    private static final String PLACEHOLDER = "{\"_placeholder\":true,\"num\":";

    private final Json json = new JacksonJson();

    record Photo(String name, byte[] bytes, List<byte[]> thumbnails) {}

    record Draft(RawJson body) {}

    @Test
    void travelAsAnArraysElementsWithoutItsBrackets() {
        JsonArgs args = json.writeArgs(Arrays.asList("a", 1, null, true, List.of(2.5), Map.of("k", "v")));

        assertThat(args.text().utf8()).isEqualTo("\"a\",1,null,true,[2.5],{\"k\":\"v\"}");
        assertThat(args.placeholders()).isEmpty();
        assertThat(json.countArgs(args)).isEqualTo(6);
    }

    @Test
    void noArgumentsAreNoText() {
        JsonArgs args = json.writeArgs(List.of());

        assertThat(args.text().isEmpty()).isTrue();
        assertThat(json.countArgs(args)).isZero();
    }

    @Test
    void binaryValuesAnywhereBecomeAttachmentsAndComeBack() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("é€😀", "\"{[");
        map.put("raw", bytes(3));
        Photo photo = new Photo("p", bytes(1), List.of(bytes(2), new byte[0]));

        JsonArgs args = json.writeArgs(List.of(bytes(0), photo, map, List.of(List.of(bytes(4))), "end"));

        assertThat(args.attachments())
                .containsExactly(
                        Payload.of(bytes(0)),
                        Payload.of(bytes(1)),
                        Payload.of(bytes(2)),
                        Payload.empty(),
                        Payload.of(bytes(3)),
                        Payload.of(bytes(4)));
        for (int i = 0; i < 6; i++) {
            String there = utf8From(args, args.placeholders().get(i));
            assertThat(there).startsWith(PLACEHOLDER + i + "}");
        }
        Photo back = json.readArg(args, 1, TypeRef.of(Photo.class));
        assertThat(back).usingRecursiveComparison().isEqualTo(photo);
        assertThat(json.readArg(args, 0, TypeRef.of(byte[].class))).isEqualTo(bytes(0));
        assertThat(json.readArg(args, 2, new TypeRef<Map<String, Object>>() {}))
                .usingRecursiveComparison()
                .isEqualTo(map);
        assertThat(json.readArg(args, 3, new TypeRef<List<List<byte[]>>>() {}).get(0))
                .containsExactly(bytes(4));
        assertThat(json.readArg(args, 4, TypeRef.of(String.class))).isEqualTo("end");
    }

    @Test
    void placeholdersAreFoundBehindTextsLargerThanAnyBuffer() {
        byte[] big = new byte[3 << 20];
        new Random(1).nextBytes(big);
        String longText = "€".repeat(100_000);

        JsonArgs args = json.writeArgs(List.of(longText, big, longText, List.of(big)));

        assertThat(utf8From(args, args.placeholders().get(0))).startsWith(PLACEHOLDER + "0}");
        assertThat(utf8From(args, args.placeholders().get(1))).startsWith(PLACEHOLDER + "1}]");
        assertThat(json.readArg(args, 2, TypeRef.of(String.class))).isEqualTo(longText);
        assertThat(json.readArg(args, 1, TypeRef.of(byte[].class))).isEqualTo(big);
        assertThat(json.readArg(args, 3, new TypeRef<List<byte[]>>() {})).containsExactly(big);
    }

    @Test
    void laterChangesOfTheArrayChangeNothing() {
        byte[] mine = bytes(9);
        JsonArgs args = json.writeArgs(List.of(mine));
        Arrays.fill(mine, (byte) 0);

        byte[] read = json.readArg(args, 0, TypeRef.of(byte[].class));
        assertThat(read).isEqualTo(bytes(9));
        Arrays.fill(read, (byte) 0);
        assertThat(json.readArg(args, 0, TypeRef.of(byte[].class))).isEqualTo(bytes(9));
    }

    @Test
    void whatMerelyLooksLikeAPlaceholderIsAnOrdinaryObject() {
        Map<String, Object> lookalike = new LinkedHashMap<>();
        lookalike.put("_placeholder", true);
        lookalike.put("num", 0);

        JsonArgs args = json.writeArgs(List.of(lookalike, bytes(0)));

        assertThat(args.placeholders()).hasSize(1);
        assertThat(json.readArg(args, 0, new TypeRef<Map<String, Object>>() {})).isEqualTo(lookalike);
        badValue(() -> json.readArg(args, 0, TypeRef.of(byte[].class)));
    }

    @Test
    void aListedPlaceholderIsBinaryAndNothingElse() {
        JsonArgs args = json.writeArgs(List.of(bytes(0)));

        badValue(() -> json.readArg(args, 0, new TypeRef<Map<String, Object>>() {}));
        badValue(() -> json.readArg(args, 0, TypeRef.of(Photo.class)));
        badValue(() -> json.readArg(args, 0, TypeRef.of(String.class)));
        assertThat(json.readArg(args, 0, TypeRef.of(Object.class))).isEqualTo(bytes(0));
    }

    @Test
    void aPlaceholderMayBeSpacedAndOrderedInItsOwnWay() {
        String text = "1 , { \"num\" : 1, \"_placeholder\" : true } ";
        JsonArgs args = new JsonArgs(
                Payload.utf8(text), List.of(text.indexOf('{')), List.of(Payload.empty(), Payload.of(bytes(7))));

        assertThat(json.readArg(args, 1, TypeRef.of(byte[].class))).isEqualTo(bytes(7));
    }

    @Test
    void aPlaceholderWithoutItsAttachmentIsRefused() {
        for (String num : List.of("1", "-1", "\"0\"", "99999999999999999999")) {
            JsonArgs args = new JsonArgs(Payload.utf8(PLACEHOLDER + num + "}"), List.of(0), List.of(Payload.empty()));
            badValue(() -> json.readArg(args, 0, TypeRef.of(byte[].class)));
        }
    }

    @Test
    void rawJsonIsCopiedThroughAndReadAsItStands() {
        JsonArgs args = json.writeArgs(
                List.of(RawJson.of("{\"b\": 1.50, \"a\":[1 ,2]}"), new Draft(RawJson.of("[1e2,\"é\"]")), 1));

        assertThat(args.text().utf8()).isEqualTo("{\"b\": 1.50, \"a\":[1 ,2]},{\"body\":[1e2,\"é\"]},1");
        assertThat(json.readArg(args, 0, TypeRef.of(RawJson.class))).hasToString("{\"b\": 1.50, \"a\":[1 ,2]}");
        assertThat(json.readArg(args, 1, TypeRef.of(Draft.class)).body()).hasToString("[1e2,\"é\"]");
        assertThat(json.readArg(JsonArgs.of(Payload.utf8("null")), 0, TypeRef.of(RawJson.class)))
                .hasToString("null");
    }

    @Test
    void aBinaryValueKeptAsRawJsonBecomesText() {
        JsonArgs args = json.writeArgs(List.of(Map.of("a", new byte[] {1, 2, 3})));

        assertThat(json.readArg(args, 0, TypeRef.of(RawJson.class))).hasToString("{\"a\":\"AQID\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|0",
                "`  `|0",
                "1|1",
                " 1 , 2 |2",
                "[1,2],3|2",
                "{\"a\":[1,{\"b\":2}]},\"x,y\"|2",
                "\"\\\\\",\"\\\",\"|2"
            })
    void areCountedWithoutBeingRead(String text, int count) {
        assertThat(json.countArgs(JsonArgs.of(Payload.utf8(text)))).isEqualTo(count);
    }

    @Test
    void anAbsentArgumentIsRefused() {
        JsonArgs args = JsonArgs.of(Payload.utf8("1,2"));
        assertThat(badValue(() -> json.readArg(args, 2, TypeRef.of(Integer.class))))
                .isEqualTo("BAD_VALUE: no argument 2, there are 2");
        badValue(() -> json.readArg(JsonArgs.EMPTY, 0, TypeRef.of(Integer.class)));
    }

    @Test
    void brokenTextIsRefusedHoweverItCameHere() {
        for (String text : List.of("\"", "{", "[1", "\"\\", "}", ",", "1 2", "tru", "\"\\u12")) {
            JsonArgs args = JsonArgs.of(Payload.utf8(text));
            assertThat(json.countArgs(args)).isPositive();
            badValue(() -> json.readArg(args, 0, TypeRef.of(Object.class)));
        }
    }

    @Test
    void aWrongArgumentIsNamedByPlaceAndTypeOnly() {
        JsonArgs args = JsonArgs.of(Payload.utf8("1,{\"name\":[\"secret\"]}"));
        assertThat(badValue(() -> json.readArg(args, 1, TypeRef.of(Photo.class))))
                .isEqualTo("BAD_VALUE: argument 1 is no " + Photo.class.getName() + ", wrong at byte 8");
    }

    @Test
    void aValueWithoutJsonFormFailsInTheCaller() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> json.writeArgs(List.of(1, new Object())))
                .withMessage("no JSON form: java.lang.Object");
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[20 + seed];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String utf8From(JsonArgs args, int offset) {
        return args.text().slice(offset, args.text().size() - offset).utf8();
    }
}
