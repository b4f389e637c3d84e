package dev.keryx.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keryx.JsonArgs;
import dev.keryx.NodeId;
import dev.keryx.Payload;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
    private static final int ROUNDS = 2_000;

    private static byte[] encoded(Frame frame) {
        return FrameCodec.encode(FrameCodec.VERSION, frame).toByteArray();
    }

    private static Frame decoded(byte[] bytes) throws BadFrameException {
        return FrameCodec.decode(Payload.of(bytes));
    }

    private static Frame emit(Cast cast) {
        return new Frame(new NodeId(1), 1, new FrameId(1, 2), new Said.Emit(cast, false));
    }

    private static Cast cast(JsonArgs args) {
        return new Cast("/", null, Set.of(), Delivery.QUEUED, "e", args);
    }

    @Test
    void whatIsEncodedIsDecoded() throws BadFrameException {
        Samples samples = new Samples(1);
        for (int i = 0; i < ROUNDS; i++) {
            Frame frame = samples.frame();
            assertThat(decoded(encoded(frame))).as("round %d", i).isEqualTo(frame);
        }
    }

    @Test
    void theBytesAreThoseOfTheDrawing() {
        Cast cast = new Cast(
                "/n",
                Set.of(Target.room("r")),
                Set.of(Target.user("u")),
                Delivery.latest("k"),
                "ev",
                new JsonArgs(Payload.utf8("1,{}"), List.of(2), List.of(Payload.of(new byte[] {9}))));
        Frame frame = new Frame(new NodeId(0x0102030405L), 7, new FrameId(0x11, 0x22), new Said.Emit(cast, true));

        assertThat(HexFormat.of().formatHex(encoded(frame)))
                .isEqualTo("01" + "04" + "0102030405" + "00000007" + "0000000000000011" + "0000000000000022"
                        + "0002" + "2f6e" // namespace
                        + "0a" // copied, latest
                        + "00000001" + "01" + "0001" + "72" // to the room r
                        + "00000001" + "02" + "0001" + "75" // except the user u
                        + "0001" + "6b" // key
                        + "0002" + "6576" // event
                        + "00000004" + "312c7b7d" // arguments
                        + "00000001" + "00000002" // a placeholder
                        + "00000001" + "00000001" + "09"); // an attachment
    }

    @Test
    void aHelloIsDrawnTooAndItsTailIsLeftToLaterVersions() throws BadFrameException {
        Said.Hello hello = new Said.Hello(true, true, 1, new RoomTopics(1, 1_024));
        byte[] bytes = encoded(new Frame(new NodeId(5), 1, new FrameId(0, 0), hello));

        assertThat(HexFormat.of().formatHex(bytes, FrameCodec.HEADER_BYTES + 2, bytes.length))
                .isEqualTo("03" + "01" + "01" + "00000400");
        assertThat(decoded(Arrays.copyOf(bytes, bytes.length + 3)).said()).isEqualTo(hello);
    }

    @Test
    void aFrameCutAnywhereIsRefused() {
        Samples samples = new Samples(2);
        for (int i = 0; i < 200; i++) {
            byte[] whole = encoded(samples.frame());
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> decoded(cut)).isInstanceOf(BadFrameException.class);
            }
        }
    }

    @Test
    void aFrameThatGoesOnIsRefused() {
        Samples samples = new Samples(3);
        for (int i = 0; i < ROUNDS; i++) {
            Frame frame = samples.frame();
            byte[] whole = encoded(frame);
            if (!(frame.said() instanceof Said.Hello)) {
                assertThatThrownBy(() -> decoded(Arrays.copyOf(whole, whole.length + 1)))
                        .isInstanceOf(BadFrameException.class);
            }
        }
    }

    @Test
    void aFrameDamagedAnywhereIsReadOrRefusedButNeverBreaksTheReader() {
        Samples samples = new Samples(4);
        Random random = new Random(4);
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            byte[] whole = encoded(samples.frame());
            for (int at = 0; at < whole.length; at++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 + random.nextInt(255));
                try {
                    assertThat(decoded(damaged)).isNotNull();
                } catch (BadFrameException expected) {
                    refused++;
                }
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void noiseIsRefused() {
        Samples samples = new Samples(5);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] noise = samples.bytes(100).toByteArray();
            assertThatThrownBy(() -> decoded(noise)).isInstanceOf(BadFrameException.class);
        }
    }

    @Test
    void textIsNeverTakenForAFrame() {
        for (String text : List.of("", "hello", "{\"a\":1}", " x", "漢")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> decoded(bytes)).isInstanceOf(BadFrameException.class);
            assertThat(FrameCodec.isOf(new NodeId(0x6c6c6fL), Payload.of(bytes)))
                    .isFalse();
        }
    }

    @Test
    void aNewerVersionAndAnUnknownKindAreRefusedByName() {
        byte[] bytes = encoded(new Frame(new NodeId(5), 1, new FrameId(0, 0), new Said.Bye()));
        byte[] newer = bytes.clone();
        newer[0] = 2;
        byte[] unknown = bytes.clone();
        unknown[1] = 5;

        assertThatThrownBy(() -> decoded(newer)).hasMessageContaining("version 2");
        assertThatThrownBy(() -> decoded(unknown)).hasMessageContaining("kind 5");
    }

    @Test
    void aPlaceholderOutsideTheTextIsRefused() {
        for (List<Integer> offsets : List.of(List.of(4), List.of(-1), List.of(2, 2), List.of(2, 1))) {
            byte[] bytes = encoded(emit(cast(new JsonArgs(Payload.utf8("1,{}"), offsets, List.of()))));
            assertThatThrownBy(() -> decoded(bytes)).hasMessageContaining("placeholder");
        }
    }

    @Test
    void theReaderCopiesNoArgumentAndNoAttachment() throws BadFrameException {
        byte[] bytes =
                encoded(emit(cast(new JsonArgs(Payload.utf8("1"), List.of(), List.of(Payload.of(new byte[] {9}))))));
        Said.Emit emit = (Said.Emit) FrameCodec.decode(Payload.giving(bytes)).said();

        Arrays.fill(bytes, (byte) '7');

        assertThat(emit.cast().args().text().utf8()).isEqualTo("7");
        assertThat(emit.cast().args().attachments().get(0).at(0)).isEqualTo((byte) '7');
    }

    @Test
    void aNodeKnowsItsOwnFramesOfWhateverVersion() {
        Samples samples = new Samples(6);
        for (int i = 0; i < ROUNDS; i++) {
            Frame frame = samples.frame();
            byte[] bytes = encoded(frame);
            assertThat(FrameCodec.isOf(frame.node(), Payload.of(bytes))).isTrue();
            assertThat(FrameCodec.isOf(new NodeId(frame.node().tag() ^ 1), Payload.of(bytes)))
                    .isFalse();
            bytes[0] = 31;
            assertThat(FrameCodec.isOf(frame.node(), Payload.of(bytes))).isTrue();
        }
    }

    @Test
    void aNameTooLongForTheFrameIsRefusedWhereItIsSaid() {
        Cast cast = new Cast("/", null, Set.of(), Delivery.latest("k".repeat(70_000)), "e", JsonArgs.EMPTY);
        assertThatThrownBy(() -> encoded(emit(cast))).isInstanceOf(IllegalArgumentException.class);
    }
}
