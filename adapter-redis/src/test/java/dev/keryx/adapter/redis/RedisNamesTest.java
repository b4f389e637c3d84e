package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisNamesTest {
    private final RedisNames names = new RedisNames("");
    private final NameCodec codec = new NameCodec();

    @ParameterizedTest
    @CsvSource({
        "a.b, a.b",
        "lone*, lone*",
        "a.*, a.*",
        "a.**, a.**",
        "*.b, *.b",
        "**, **",
        "a*.b?.*, a\\*.b\\?.*",
        "[a-z].^x\\y.**, \\[a-z\\].\\^x\\\\y.**"
    })
    void namesAnExactFilterAsItIsAndEscapesAGlob(String filter, String name) {
        assertThat(names.of(TopicFilter.of(filter))).hasToString(name);
    }

    @Test
    void escapesThePrefixOnlyInGlobs() {
        RedisNames prefixed = new RedisNames("app[*]:");
        assertThat(prefixed.channel(Topic.of("a"))).hasToString("app[*]:a");
        assertThat(prefixed.of(TopicFilter.of("a"))).hasToString("app[*]:a");
        assertThat(prefixed.of(TopicFilter.of("a.*"))).hasToString("app\\[\\*\\]:a.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b.c", "über.☃.𝄞", "lone*", "with space"})
    void findsTheTopicOfItsChannel(String topic) {
        RedisNames prefixed = new RedisNames("app:");
        RedisName channel = decoded(prefixed.channel(Topic.of(topic)).bytes());
        assertThat(channel.topic(prefixed)).isEqualTo(Topic.of(topic));
        assertThat(channel.topic(prefixed)).isSameAs(channel.topic(prefixed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "a.*", "**", "a.\n"})
    void findsNoTopicWhereThereIsNone(String channel) {
        assertThat(RedisName.of(channel).topic(names)).isNull();
    }

    @Test
    void findsNoTopicInBytesThatAreNoText() {
        assertThat(decoded(new byte[] {'a', '.', (byte) 0xC3}).topic(names)).isNull();
    }

    @Test
    void decodesANameThatCameLatelyWithoutACopy() {
        byte[] name = "orders.eu".getBytes(StandardCharsets.UTF_8);
        assertThat(decoded(name)).isSameAs(decoded(name));
    }

    @Test
    void tellsNamesOfOneHashApart() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        RedisName one = decoded("Aa".getBytes(StandardCharsets.UTF_8));
        RedisName other = decoded("BB".getBytes(StandardCharsets.UTF_8));
        assertThat(one).hasSameHashCodeAs(other).isNotEqualTo(other);
        assertThat(other).hasToString("BB");
    }

    /** Ten thousand names in turn: more than are remembered. */
    @Test
    void decodesAnyNumberOfNames() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 10_000; i++) {
                String name = "topic." + i;
                assertThat(decoded(name.getBytes(StandardCharsets.UTF_8))).hasToString(name);
            }
        }
    }

    @Test
    void copiesAPayload() {
        byte[] wire = {1, 2, 3};
        ByteBuffer buffer = ByteBuffer.wrap(wire, 1, 2);
        var payload = codec.decodeValue(buffer);
        wire[1] = 9;
        assertThat(payload.toByteArray()).containsExactly(2, 3);
        assertThat(buffer.remaining()).isZero();
    }

    private RedisName decoded(byte[] bytes) {
        return codec.decodeKey(ByteBuffer.wrap(bytes));
    }
}
