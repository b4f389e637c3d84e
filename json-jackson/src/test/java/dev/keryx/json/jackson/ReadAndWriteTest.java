package dev.keryx.json.jackson;

import static dev.keryx.json.jackson.Refusals.badValue;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.keryx.Codec;
import dev.keryx.Json;
import dev.keryx.Payload;
import dev.keryx.RawJson;
import dev.keryx.TypeRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class ReadAndWriteTest {
    private final Json json = new JacksonJson();

    record Order(String id, int count, @Nullable Double price, List<Line> lines) {}

    record Line(String text, Instant at) {}

    record Box<T>(T content, Map<String, List<T>> more) {}

    record Nothing() {}

    enum Colour {
        RED
    }

    public static final class Bean {
        private String name = "";

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    @Test
    void recordsBeansAndGenericsComeBack() {
        Order order = new Order("é", 3, null, List.of(new Line("😀", Instant.EPOCH)));
        assertThat(json.read(json.write(order), TypeRef.of(Order.class))).isEqualTo(order);

        Box<Line> box = new Box<>(new Line("a", Instant.EPOCH), Map.of("k", List.of(new Line("b", Instant.MAX))));
        assertThat(json.read(json.write(box), new TypeRef<Box<Line>>() {})).isEqualTo(box);

        Bean bean = new Bean();
        bean.setName("n");
        assertThat(json.write(bean)).asString(UTF_8).isEqualTo("{\"name\":\"n\"}");
        assertThat(json.read(json.write(bean), TypeRef.of(Bean.class)).getName())
                .isEqualTo("n");
        assertThat(json.write(new Nothing())).asString(UTF_8).isEqualTo("{}");
        assertThat(json.read("{}".getBytes(UTF_8), TypeRef.of(Nothing.class))).isEqualTo(new Nothing());
    }

    static Stream<Arguments> scalars() {
        return Stream.of(
                Arguments.of(0.1f, "0.1"),
                Arguments.of(Float.MIN_VALUE, "1.4E-45"),
                Arguments.of(Double.MAX_VALUE, "1.7976931348623157E308"),
                Arguments.of(Double.MIN_VALUE, "4.9E-324"),
                Arguments.of(-0.0, "-0.0"),
                Arguments.of(1e21, "1.0E21"),
                Arguments.of(Long.MIN_VALUE, "-9223372036854775808"),
                Arguments.of(new BigDecimal("1.10"), "1.10"),
                Arguments.of(BigInteger.TEN.pow(400), "1" + "0".repeat(400)),
                Arguments.of("\u0000\u001f\"\\/\u2028", "\"\\u0000\\u001F\\\"\\\\/\u2028\""),
                Arguments.of(Colour.RED, "\"RED\""),
                Arguments.of(Optional.of(1), "1"),
                Arguments.of(Instant.EPOCH, "\"1970-01-01T00:00:00Z\""),
                Arguments.of(Duration.ofSeconds(90), "\"PT1M30S\""),
                Arguments.of(new byte[] {1, 2, 3}, "\"AQID\""),
                Arguments.of(new int[] {1, 2}, "[1,2]"),
                Arguments.of(new double[] {0.5}, "[0.5]"),
                Arguments.of(RawJson.of("{ }"), "{ }"),
                Arguments.of(null, "null"));
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void scalarsAreWrittenAsExpectedAndComeBack(@Nullable Object value, String text) {
        assertThat(json.write(value)).asString(UTF_8).isEqualTo(text);
        if (value != null && !(value instanceof Optional)) {
            assertThat((Object) json.read(text.getBytes(UTF_8), TypeRef.of(value.getClass())))
                    .isEqualTo(value);
        }
    }

    static Stream<Object> unwritable() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        return Stream.of(
                Double.NaN,
                Float.NEGATIVE_INFINITY,
                List.of(Double.POSITIVE_INFINITY),
                new double[] {Double.NaN},
                new float[] {Float.NaN},
                Map.of("a", Double.NaN),
                new BigDecimal("1e999999"),
                new BigDecimal("1e309"),
                new Object(),
                cycle);
    }

    @ParameterizedTest
    @MethodSource("unwritable")
    void whatJsonCannotSayIsAnIllegalArgument(Object value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> json.write(value))
                .withMessage("no JSON form: " + value.getClass().getName());
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                Arguments.of("\"5\"", int.class),
                Arguments.of("5", String.class),
                Arguments.of("true", String.class),
                Arguments.of("1", boolean.class),
                Arguments.of("\"true\"", boolean.class),
                Arguments.of("1.5", int.class),
                Arguments.of("1.0", Long.class),
                Arguments.of("2147483648", int.class),
                Arguments.of("1e10", int.class),
                Arguments.of("1e39", float.class),
                Arguments.of("-1e39", Float.class),
                Arguments.of("[1e39]", float[].class),
                Arguments.of("1e309", double.class),
                Arguments.of("-1.8e308", Double.class),
                Arguments.of("[1e999999]", double[].class),
                Arguments.of("1e999999", Object.class),
                Arguments.of("[{\"a\":1e999999}]", Object.class),
                Arguments.of("1e999999", Number.class),
                Arguments.of("1e999999", int.class),
                Arguments.of("1e999999", BigDecimal.class),
                Arguments.of("1e-999999", BigDecimal.class),
                Arguments.of("1e999999", BigInteger.class),
                Arguments.of("1" + "0".repeat(400), double.class),
                Arguments.of("null", int.class),
                Arguments.of("\"\"", Order.class),
                Arguments.of("[]", Order.class),
                Arguments.of("{}", List.class),
                Arguments.of("{\"id\":\"a\",\"count\":null}", Order.class),
                Arguments.of("{\"count\":\"secret\"}", Order.class),
                Arguments.of("\"GREEN\"", Colour.class),
                Arguments.of("0", Colour.class),
                Arguments.of("\"no base64 !\"", byte[].class),
                Arguments.of("\"yesterday\"", Instant.class));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void whatDoesNotFitTheTypeIsRefusedWithoutBeingQuoted(String text, Class<?> type) {
        assertThat(badValue(() -> json.read(text.getBytes(UTF_8), TypeRef.of(type))))
                .startsWith("BAD_VALUE: value is no " + type.getTypeName())
                .doesNotContain("secret", "GREEN", "yesterday");
    }

    @ParameterizedTest
    @MethodSource("dev.keryx.json.jackson.ElementsTest#bad")
    void textIsReadAsStrictlyAsItIsScanned(String text, String fault) {
        if (!fault.startsWith("no array")) {
            badValue(() -> json.read(text.getBytes(UTF_8), TypeRef.of(Object.class)));
        }
    }

    @Test
    void unknownKeysAreIgnored() {
        byte[] text = "{\"id\":\"a\",\"later\":{\"x\":[1]},\"count\":1}".getBytes(UTF_8);
        assertThat(json.read(text, TypeRef.of(Order.class)).count()).isEqualTo(1);
    }

    @Test
    void aDocumentBetweenNodesMayBeLargerThanAFrameOfAStranger() {
        Map<String, Integer> many = new TreeMap<>();
        for (int i = 0; i < 10_000; i++) {
            many.put("key" + i, i);
        }
        assertThat(json.read(json.write(many), new TypeRef<Map<String, Integer>>() {}))
                .isEqualTo(many);
        String deep = "[".repeat(501) + "]".repeat(501);
        assertThat(badValue(() -> json.read(deep.getBytes(UTF_8), TypeRef.of(Object.class))))
                .contains("deeper than 500");
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "class")
    interface Shape {}

    record Circle(int radius) implements Shape {}

    @Test
    void noTextChoosesAClass() {
        String text = "{\"class\":\"" + Circle.class.getName() + "\",\"radius\":1}";
        badValue(() -> json.read(text.getBytes(UTF_8), TypeRef.of(Shape.class)));
    }

    @Test
    void aRecordsOwnObjectionIsABadValueWithoutItsText() {
        record Positive(int value) {
            Positive {
                if (value < 0) {
                    throw new IllegalArgumentException("secret " + value);
                }
            }
        }
        assertThat(badValue(() -> json.read("{\"value\":-7}".getBytes(UTF_8), TypeRef.of(Positive.class))))
                .doesNotContain("secret", "-7");
    }

    @Test
    void theApplicationsOwnMapperNamesTheKeysButLoosensNothing() {
        record Named(String firstName) {}
        Json own = JacksonJson.over(JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .build());

        assertThat(own.write(new Named("a"))).asString(UTF_8).isEqualTo("{\"first_name\":\"a\"}");
        assertThat(own.write(List.of(RawJson.of("[ ]")))).asString(UTF_8).isEqualTo("[[ ]]");
        badValue(() -> own.read("/* no */ 1".getBytes(UTF_8), TypeRef.of(Integer.class)));
        badValue(() -> own.read("{\"a\":1,\"a\":2}".getBytes(UTF_8), TypeRef.of(Map.class)));
    }

    @Test
    void aCodecIsTheSameForPayloads() {
        Codec<Line> codec = json.codec(Line.class);
        Line line = new Line("x", Instant.EPOCH);
        assertThat(codec.decode(codec.encode(line))).isEqualTo(line);
        badValue(() -> codec.decode(Payload.utf8("null")));
    }

    @Test
    void isFoundByItself() {
        assertThat(Json.find()).isInstanceOf(JacksonJson.class);
    }
}
