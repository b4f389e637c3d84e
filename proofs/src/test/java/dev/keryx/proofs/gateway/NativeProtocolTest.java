package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keryx.Json;
import dev.keryx.JsonArgs;
import dev.keryx.JsonLimits;
import dev.keryx.Payload;
import dev.keryx.RawJson;
import dev.keryx.TypeRef;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.link.Framing;
import dev.keryx.gateway.link.MalformedException;
import dev.keryx.gateway.link.Signal;
import dev.keryx.gateway.link.WireProtocol;
import dev.keryx.gateway.wire.NativeProtocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames of {@code keryx.v1.json}, one by one. */
class NativeProtocolTest {
    private final Json json = Json.find();
    private final WireProtocol protocol = new NativeProtocol(json, JsonLimits.DEFAULT);
    private final WireProtocol.Decoder decoder = protocol.decoder();

    private Signal read(String text) throws MalformedException {
        List<Signal> signals = decoder.text(text.getBytes(StandardCharsets.UTF_8));
        assertThat(signals).hasSize(1);
        return signals.get(0);
    }

    private String write(Signal signal) {
        List<byte[]> frames = protocol.encode(signal, Framing.BARE).frames();
        assertThat(frames).hasSize(1);
        return new String(frames.get(0), StandardCharsets.UTF_8);
    }

    private static JsonArgs args(String text) {
        return JsonArgs.of(Payload.utf8(text));
    }

    @Test
    void everySignalToAClientHasItsFrame() {
        assertThat(write(new Signal.Event("/", 0, "n", args("1, {\"a\":2}"), null)))
                .isEqualTo("[\"ev\",0,\"n\",[1, {\"a\":2}]]");
        assertThat(write(new Signal.Event("/", 9, "é\"\\\n\u0001", args(""), "räum")))
                .isEqualTo("[\"ev\",9,\"é\\\"\\\\\\u000a\\u0001\",[],\"räum\"]");
        assertThat(write(new Signal.Ack("/", 3, args("true")))).isEqualTo("[\"ok\",3,[true]]");
        assertThat(write(new Signal.Done("/", 4, false))).isEqualTo("[\"ok\",4,{\"clusterWide\":false}]");
        assertThat(write(new Signal.Failure("/", 5, Refusal.of("A", "b"), true)))
                .isEqualTo("[\"err\",5,\"A\",\"b\",true]");
        assertThat(write(new Signal.Failure("/", 5, new Refusal("A", "b", Map.of("k", 1)), false)))
                .isEqualTo("[\"err\",5,\"A\",\"b\",false,{\"k\":1}]");
        assertThat(write(new Signal.NotAdmitted("/", Refusal.of("A", "b")))).isEqualTo("[\"err\",0,\"A\",\"b\",false]");
        assertThat(write(new Signal.Welcome("/", "id", Duration.ofSeconds(25), 65_536)))
                .isEqualTo("[\"welcome\",{\"sid\":\"id\",\"ping\":25000,\"max\":65536}]");
        assertThat(write(new Signal.Missed("/", Set.of(), "why"))).isEqualTo("[\"gap\",\"*\",\"why\"]");
        assertThat(write(new Signal.Missed("/", Set.of("r"), "why"))).isEqualTo("[\"gap\",[\"r\"],\"why\"]");
        assertThat(write(new Signal.Ping())).isEqualTo("[]");
        assertThat(write(new Signal.Bye(4503, "out", Optional.empty()))).isEqualTo("[\"bye\",4503,\"out\",false]");
        assertThat(write(new Signal.Bye(
                        4001, "x", Optional.of(new Signal.Advice(Duration.ofMillis(1), Duration.ofSeconds(2))))))
                .isEqualTo("[\"bye\",4001,\"x\",{\"after\":1,\"jitter\":2000}]");
    }

    @Test
    void whatTheProtocolDoesNotSayHasNoFrame() {
        assertThat(protocol.encode(new Signal.Opened("x", Duration.ZERO, Duration.ZERO, 1), Framing.WEBSOCKET)
                        .frames())
                .isEmpty();
        assertThat(protocol.encode(new Signal.Goodbye("/"), Framing.WEBSOCKET).frames())
                .isEmpty();
    }

    @Test
    void everyFrameOfAClientIsASignal() throws MalformedException {
        assertThat(read("[]")).isEqualTo(new Signal.Pong());
        assertThat(read(" [ ] \n")).isEqualTo(new Signal.Pong());
        assertThat(read("[\"ev\",0,\"n\",[]]")).isEqualTo(new Signal.Event("/", 0, "n", args(""), null));
        assertThat(read("[ \"ev\" , 7 , \"\\u00e9\" , [ 1 , \"x\" ] ,\"more\", {}]"))
                .isEqualTo(new Signal.Event("/", 7, "é", args(" 1 , \"x\" "), null));
        assertThat(read("[\"ev\",9007199254740991,\"n\",[]]"))
                .isEqualTo(new Signal.Event("/", 9_007_199_254_740_991L, "n", args(""), null));
        assertThat(read("[\"ack\",3,[true]]")).isEqualTo(new Signal.Ack("/", 3, args("true")));
        assertThat(read("[\"err\",3,\"A\",\"b\"]")).isEqualTo(new Signal.Failure("/", 3, Refusal.of("A", "b"), false));
        assertThat(read("[\"join\",1,\"r\"]")).isEqualTo(new Signal.Join("/", 1, "r"));
        assertThat(read("[\"leave\",0,\"r\"]")).isEqualTo(new Signal.Leave("/", 0, "r"));
    }

    @Test
    void aHelloNamesItsNamespaceForWhatFollows() throws MalformedException {
        assertThat(read("[\"hello\",{}]")).isEqualTo(new Signal.Hello("/", null));
        assertThat(read("[\"hello\",{\"later\":[{\"ns\":1}],\"auth\":{\"t\":[1]} , \"n\\u0073\":\"/a\"}]"))
                .isEqualTo(new Signal.Hello("/a", RawJson.of("{\"t\":[1]}")));
        assertThat(read("[\"ev\",0,\"n\",[]]")).isEqualTo(new Signal.Event("/a", 0, "n", args(""), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[\"nope\",7]|UNSUPPORTED",
                "[\"nope\",7,{}]|UNSUPPORTED",
                "[\"welcome\",7]|UNSUPPORTED",
                "[\"auth\",7,\"token\"]|UNSUPPORTED",
                "[\"ev\",7]|BAD_VALUE",
                "[\"ev\",7,\"n\"]|BAD_VALUE",
                "[\"ev\",7,5,[]]|BAD_VALUE",
                "[\"ev\",7,null,[]]|BAD_VALUE",
                "[\"ev\",7,\"n\",{}]|BAD_VALUE",
                "[\"ev\",7,\"n\",\"x\"]|BAD_VALUE",
                "[\"ev\",7,\"n\",[{\"$b\":5}]]|BAD_VALUE",
                "[\"ev\",7,\"n\",[{\"$b\":\"!\"}]]|BAD_VALUE",
                "[\"ev\",7,\"n\",[{\"$b\":\"AAEC\",\"x\":1}]]|BAD_VALUE",
                "[\"ev\",7,\"n\",[{\"x\":1,\"$b\":\"AAEC\"}]]|BAD_VALUE",
                "[\"join\",7]|BAD_VALUE",
                "[\"join\",7,5]|BAD_VALUE",
                "[\"leave\",7,[]]|BAD_VALUE"
            })
    void whatHasAnIdIsAnsweredWhateverElseIsWrong(String text, String code) throws MalformedException {
        assertThat(read(text)).isInstanceOfSatisfying(Signal.Unfit.class, unfit -> {
            assertThat(unfit.id()).isEqualTo(7);
            assertThat(unfit.refusal().code()).isEqualTo(code);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "5",
                "{}",
                "null",
                "\"ev\"",
                "[",
                "[]]",
                "[] []",
                "[1]",
                "[null]",
                "[[]]",
                "[\"nope\"]",
                "[\"nope\",0]",
                "[\"nope\",-1]",
                "[\"nope\",{}]",
                "[\"EV\",0,\"n\",[]]",
                "[\"ev\"]",
                "[\"ev\",0]",
                "[\"ev\",0,\"n\"]",
                "[\"ev\",0,5,[]]",
                "[\"ev\",0,\"n\",{}]",
                "[\"ev\",0,\"n\",[{\"$b\":1}]]",
                "[\"ev\",-1,\"n\",[]]",
                "[\"ev\",1.0,\"n\",[]]",
                "[\"ev\",1e3,\"n\",[]]",
                "[\"ev\",\"1\",\"n\",[]]",
                "[\"ev\",null,\"n\",[]]",
                "[\"ev\",9007199254740992,\"n\",[]]",
                "[\"ev\",99999999999999999999,\"n\",[]]",
                "[\"ack\"]",
                "[\"ack\",0,[]]",
                "[\"ack\",1]",
                "[\"ack\",1,{}]",
                "[\"err\",1]",
                "[\"err\",1,\"A\"]",
                "[\"err\",1,2,\"b\"]",
                "[\"err\",0,\"A\",\"b\"]",
                "[\"join\"]",
                "[\"join\",0]",
                "[\"join\",0,5]",
                "[\"hello\"]",
                "[\"hello\",null]",
                "[\"hello\",[]]",
                "[\"hello\",{\"ns\":null}]",
                "[\"hello\",{\"ns\":\"a\"}]",
                "[\"hello\",{\"ns\":\"/a,b\"}]",
                "[\"ev\",0,\"n\",[{\"a\":1,\"a\":2}]]",
                "[\"ev\",0,\"n\",[1,]]",
                "[\"ev\",0,\"n\",[01]]",
                "[\"ev\",0,\"n\",[\"\t\"]]"
            })
    void anythingElseIsMalformed(String text) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> decoder.text(text.getBytes(StandardCharsets.UTF_8)))
                .satisfies(fault -> assertThat(fault.reason().code()).isEqualTo(4501));
    }

    @Test
    void tooDeepTooWideAndBinaryAreMalformed() {
        String deep = "[\"ev\",0,\"n\",[" + "[".repeat(10_000) + "]".repeat(10_000) + "]]";
        StringBuilder keys = new StringBuilder("[\"ev\",0,\"n\",[{\"k\":0");
        for (int i = 0; i < 256; i++) {
            keys.append(",\"k").append(i).append("\":0");
        }
        for (String text : List.of(deep, keys + "}]]", "[\"ev\",0,\"n\",[" + "1".repeat(65) + "]]")) {
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> decoder.text(text.getBytes(StandardCharsets.UTF_8)));
        }
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> decoder.binary(new byte[] {1}));
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> decoder.text(new byte[] {'[', '"', (byte) 0xc0, (byte) 0x80, '"', ']'}));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // What the user has, and how it goes over the wire.
                "{\"a\":\"$b\"}|{\"a\":\"$b\"}",
                "\"$b\"|\"$b\"",
                "{\"$b\":1}|{\"$$b\":1}",
                "{\"$$b\":1}|{\"$$$b\":1}",
                "{\"$c\":1,\"$\":2,\"b\":3,\"$bb\":4,\"x$b\":5}|{\"$c\":1,\"$\":2,\"b\":3,\"$bb\":4,\"x$b\":5}",
                "{\"\\u0024b\":1}|{\"$$b\":1}",
                "{\"$\\u0062\" :[{\"$b\":2}]}|{\"$$b\" :[{\"$$b\":2}]}",
                "{\"\\\"$b\":1}|{\"\\\"$b\":1}"
            })
    void aUsersOwnKeysNeverMeanBinary(String own, String wire) throws MalformedException {
        String frame = write(new Signal.Event("/", 0, "n", args(own), null));
        assertThat(frame).isEqualTo("[\"ev\",0,\"n\",[" + wire + "]]");
        Signal.Event back = (Signal.Event) read(frame);
        assertThat(back.args().attachments()).isEmpty();
        assertThat(json.readArg(back.args(), 0, new TypeRef<Object>() {}))
                .isEqualTo(json.readArg(args(own), 0, new TypeRef<Object>() {}));
    }

    @Test
    void binaryValuesGoBothWaysWhereverTheyStand() throws MalformedException {
        byte[] bytes = {0, (byte) 0xff, 62, 63};
        JsonArgs args = json.writeArgs(List.of("x", bytes, Map.of("deep", List.of(bytes, 1)), Map.of("$b", "mine")));
        String frame = write(new Signal.Event("/", 0, "n", args, null));
        assertThat(frame)
                .isEqualTo("[\"ev\",0,\"n\",[\"x\",{\"$b\":\"AP8+Pw==\"},{\"deep\":[{\"$b\":\"AP8+Pw==\"},1]},"
                        + "{\"$$b\":\"mine\"}]]");
        assertThat(((Signal.Event) read(frame)).args()).isEqualTo(args);
        assertThat(((Signal.Event) read("[\"ev\",0,\"n\",[ { \"\\u0024b\" : \"AP8+Pw==\" } , {\"$b\":\"\\/w==\"}]]"))
                        .args()
                        .attachments())
                .containsExactly(Payload.of(bytes), Payload.of(new byte[] {(byte) 0xff}));
    }

    @Test
    void whatOnlyLooksLikeAPlaceholderIsTheUsersOwn() {
        String own = "{\"_placeholder\":true,\"num\":0}";
        assertThat(write(new Signal.Event("/", 0, "n", args(own), null))).isEqualTo("[\"ev\",0,\"n\",[" + own + "]]");
    }

    @Test
    void theFramingStandsAroundTheWholeText() {
        byte[] frame =
                protocol.encode(new Signal.Ping(), Framing.WEBSOCKET).frames().get(0);
        assertThat(frame).containsExactly(0x81, 2, '[', ']');
    }
}
