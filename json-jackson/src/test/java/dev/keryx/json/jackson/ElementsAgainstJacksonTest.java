package dev.keryx.json.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.JsonLimits;
import dev.keryx.KeryxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Jackson's parser, at its strictest, as a second opinion on forty thousand texts, most of them broken. */
class ElementsAgainstJacksonTest {
    private static final JsonLimits WIDE = new JsonLimits(1_000, 1_000, 900);
    private static final String[] SEEDS = {
        "[\"ev\",12,\"move\",[{\"x\":1.5e3,\"y\":-0.25,\"tags\":[\"a\",\"\\u00e9\",\"€😀\"]},null],\"room-1\"]",
        "[{\"a\":{\"b\":[true,false,null,{}]},\"c\":[],\"\\n\":\"\\\\\\\"\"},-0,10,0.1E-7]",
        "[{\"k1\":1,\"k2\":2,\"k3\":3,\"k4\":4,\"k5\":5,\"k6\":6,\"k7\":7,\"k8\":8,\"k9\":9,\"k10\":[[],[[]]]}]"
    };
    private static final String ALPHABET = "[]{},:\"\\ue+-.0123456789truefalsenl \t\n/k€\0";

    private final JsonFactory jackson = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @Test
    void agreesWithJacksonOnWhatIsAnArrayAndOnItsElements() {
        Random random = new Random(20_261_124);
        int good = 0;
        for (int round = 0; round < 40_000; round++) {
            byte[] text = mutated(SEEDS[round % SEEDS.length], random);
            List<Integer> theirs = byJackson(text);
            assertThat(byKeryx(text)).as(() -> new String(text, UTF_8)).isEqualTo(theirs);
            good += theirs == null ? 0 : 1;
        }
        assertThat(good).as("texts that were arrays still").isBetween(1_000, 35_000);
    }

    private static byte[] mutated(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = random.nextInt(text.length());
            char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, other);
                case 2 -> text.setCharAt(at, other);
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(9))));
            }
        }
        return text.toString().getBytes(UTF_8);
    }

    private static List<Integer> byKeryx(byte[] text) {
        try {
            List<Integer> found = new ArrayList<>();
            for (int offset : Scan.elements(text, 0, text.length, WIDE)) {
                found.add(offset);
            }
            return found;
        } catch (KeryxException refused) {
            return null;
        }
    }

    private List<Integer> byJackson(byte[] text) {
        try (JsonParser parser = jackson.createParser(ObjectReadContext.empty(), text)) {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return null;
            }
            List<Integer> found = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                found.add((int) parser.currentTokenLocation().getByteOffset());
                readWhole(parser);
                found.add((int) parser.currentLocation().getByteOffset());
            }
            return parser.nextToken() == null ? found : null;
        } catch (JacksonException | CharacterCodingException refused) {
            return null;
        }
    }

    /** Values are looked at, since Jackson is lazy about what is merely skipped. */
    private static void readWhole(JsonParser parser) {
        int depth = 0;
        while (true) {
            JsonToken token = parser.currentToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.VALUE_STRING) {
                parser.getString();
            }
            if (depth == 0) {
                return;
            }
            parser.nextToken();
        }
    }
}
