package dev.keryx.adapter.websocket.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    private static final int[] BOUNDARIES = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "7F",
                "C280",
                "DFBF",
                "E0A080",
                "ED9FBF",
                "EE8080",
                "EFBFBF",
                "EFBFBD",
                "F0908080",
                "F48FBFBF",
                "CEBAE1BDB9CF83CEBCCEB5",
                "41424344454647484950C3A44142434445464748"
            })
    void acceptsText(String hex) {
        assertThat(accepts(hex)).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "80",
                "BF", // a continuation first
                "C0",
                "C1",
                "C080",
                "C1BF",
                "E08080",
                "E09FBF",
                "F0808080",
                "F08FBFBF", // overlong
                "EDA080",
                "EDBFBF",
                "EDA080EDB080", // surrogates
                "F4908080",
                "F5",
                "F8",
                "FC",
                "FE",
                "FF", // beyond the last character
                "C2",
                "E0A0",
                "F09080",
                "CEBAE1BDB9CF83CE", // truncated
                "C241",
                "E0A041",
                "F0908041", // broken off
                "41424344454647FF",
                "4142434445464748FF" // behind the fast path
            })
    void refusesWhatIsNot(String hex) {
        assertThat(accepts(hex)).isFalse();
    }

    @Test
    void agreesWithTheJdkWhereverABoundaryIs() {
        for (int first = 0; first < 256; first++) {
            for (int second : BOUNDARIES) {
                agree((byte) first, (byte) second);
                for (int third : BOUNDARIES) {
                    agree((byte) first, (byte) second, (byte) third);
                    agree((byte) first, (byte) second, (byte) third, (byte) 0x80);
                }
            }
        }
    }

    @Test
    void agreesWithTheJdkOnRandomTextsCutAnywhere() {
        Random random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.appendCodePoint(random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x110000));
            }
            byte[] bytes = text.toString().replaceAll("[\\ud800-\\udfff]", "?").getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            agree(bytes);
        }
    }

    @Test
    void failsAtTheFirstImpossibleByte() {
        Utf8 utf8 = new Utf8();
        byte[] bytes = HexFormat.of().parseHex("F490");
        assertThat(utf8.accepts(bytes, 0, 1)).isTrue();
        assertThat(utf8.accepts(bytes, 1, 2)).isFalse();
    }

    private static boolean accepts(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        agree(bytes);
        return whole(bytes);
    }

    private static void agree(byte... bytes) {
        boolean jdk = jdk(bytes);
        for (int cut = 0; cut <= bytes.length; cut++) {
            Utf8 utf8 = new Utf8();
            boolean mine = utf8.accepts(bytes, 0, cut) && utf8.accepts(bytes, cut, bytes.length) && utf8.complete();
            if (mine != jdk) {
                throw new AssertionError(HexFormat.of().formatHex(bytes) + " cut at " + cut);
            }
        }
    }

    private static boolean whole(byte[] bytes) {
        Utf8 utf8 = new Utf8();
        return utf8.accepts(bytes, 0, bytes.length) && utf8.complete();
    }

    private static boolean jdk(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
