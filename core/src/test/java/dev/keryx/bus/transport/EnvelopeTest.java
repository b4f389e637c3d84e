package dev.keryx.bus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keryx.Headers;
import dev.keryx.Payload;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageId;
import dev.keryx.bus.Topic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final Topic TOPIC = Topic.of("a.b");
    private static final MessageId ID = new MessageId(0x0102030405060708L, 0x090a0b0c0d0e0f10L);

    /** The bytes as {@code docs/wire.md} draws them; these never change. */
    @Test
    void looksAsDrawn() {
        byte[] bytes = write(Envelope.frame(ID, 0x1122334455667788L, Headers.of("k", "vé"), Payload.utf8("hi")));
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("f54b58" + "01" + "00000032" + "0102030405060708090a0b0c0d0e0f10" + "1122334455667788"
                        + "0000000c" + "00000001" + "6b" + "00000003" + "76c3a9" + "6869");
    }

    @Test
    void bringsBackWhatWentIn() {
        Map<String, String> odd = new LinkedHashMap<>();
        odd.put("", "");
        odd.put("line\r\nbreak", "tab\tand\u0000zero");
        odd.put("emoji 🌍", "🎉".repeat(1_000));
        for (int i = 0; i < 500; i++) {
            odd.put("many " + i, "value " + i);
        }
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Message message = read(write(Envelope.frame(ID, 1_234, Headers.of(odd), Payload.of(all))));
        assertThat(message.headers().asMap()).containsExactlyEntriesOf(odd);
        assertThat(message.payload().toByteArray()).isEqualTo(all);
        assertThat(message.id()).contains(ID);
        assertThat(message.timestamp()).contains(Instant.ofEpochMilli(1_234));
        assertThat(message.topic()).isSameAs(TOPIC);
    }

    @Test
    void headersAreCountedAndNotOnlyThoseOfDifferentNames() {
        Map<String, String> most = new LinkedHashMap<>();
        for (int i = 0; i < Message.MAX_HEADERS; i++) {
            most.put("" + i, "");
        }
        byte[] allowed = write(Envelope.frame(ID, 0, Headers.of(most), Payload.empty()));
        assertThat(read(allowed).headers().asMap()).hasSize(Message.MAX_HEADERS);
        int headers = (Message.MAX_HEADERS + 1) * 2 * Integer.BYTES;
        byte[] sameName = new byte[Envelope.FIXED_BYTES + headers];
        ByteBuffer.wrap(sameName).position(32).putInt(headers);
        assertThat(Envelope.read(TOPIC, Payload.giving(sameName), 0, sameName.length))
                .isNull();
    }

    @Test
    void aSmallPayloadDoesNotKeepALargeFrameAndNothingElseIsCopied() {
        byte[] small = write(Envelope.frame(ID, 0, Headers.empty(), Payload.utf8("small")));
        Payload joined = Payload.giving(Arrays.copyOf(small, Envelope.MAX_JOINED_BYTES));
        Payload tooLarge = Payload.giving(Arrays.copyOf(small, Envelope.MAX_JOINED_BYTES + 1));
        Payload large = Payload.giving(
                write(Envelope.frame(ID, 0, Headers.empty(), Payload.giving(new byte[Envelope.MAX_JOINED_BYTES]))));
        assertThat(payloadAtTheStartOf(joined, small.length).sharesMemoryWith(joined))
                .isTrue();
        assertThat(payloadAtTheStartOf(large, large.size()).sharesMemoryWith(large))
                .isTrue();
        Payload copied = payloadAtTheStartOf(tooLarge, small.length);
        assertThat(copied).isEqualTo(Payload.utf8("small"));
        assertThat(copied.heldBytes()).isEqualTo(5);
    }

    private static Payload payloadAtTheStartOf(Payload frame, int length) {
        Message message = Envelope.read(TOPIC, frame, 0, length);
        assertThat(message).isNotNull();
        return message.payload();
    }

    @Test
    void isTheSameInABufferOfTheOtherByteOrder() {
        Frame frame = Envelope.frame(ID, 5, Headers.of("a", "b"), Payload.utf8("x"));
        ByteBuffer little = ByteBuffer.allocate(frame.size()).order(ByteOrder.LITTLE_ENDIAN);
        frame.writeTo(little);
        assertThat(little.array()).isEqualTo(write(frame));
        assertThat(little.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void isRecognisedByItsMagicOnly() {
        byte[] bytes = write(Envelope.frame(ID, 0, Headers.empty(), Payload.empty()));
        assertThat(Envelope.beginsAt(Payload.of(bytes), 0)).isTrue();
        for (int i = 0; i < 3; i++) {
            byte[] foreign = bytes.clone();
            foreign[i]++;
            assertThat(Envelope.beginsAt(Payload.of(foreign), 0)).isFalse();
        }
        assertThat(Envelope.beginsAt(Payload.utf8("any text at all"), 0)).isFalse();
        assertThat(Envelope.beginsAt(Payload.empty(), 0)).isFalse();
        assertThat(Envelope.beginsAt(Payload.of(Arrays.copyOf(bytes, 2)), 0)).isFalse();
    }

    /** Cut short after any byte it is refused, never misread and never an exception. */
    @Test
    void isRefusedWhereverItIsCutShort() {
        byte[] bytes = write(Envelope.frame(ID, 0, Headers.of("name", "value"), Payload.utf8("payload")));
        for (int length = 0; length < bytes.length; length++) {
            assertThat(Envelope.lengthAt(Payload.of(Arrays.copyOf(bytes, length)), 0))
                    .as("cut after %d bytes", length)
                    .isEqualTo(-1);
        }
        assertThat(Envelope.lengthAt(Payload.of(bytes), 0)).isEqualTo(bytes.length);
    }

    /** Whatever value any of its bytes has: an answer within its own bounds, or none. */
    @Test
    void neverThrowsWhicheverByteIsWrong() {
        byte[] bytes = write(Envelope.frame(ID, 0, Headers.of("name", "value").with("b", ""), Payload.utf8("payload")));
        for (int at = 0; at < bytes.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] wrong = bytes.clone();
                wrong[at] = (byte) value;
                assertHarmless(wrong);
            }
        }
    }

    @Test
    void neverThrowsOnNoise() {
        Random random = new Random(3);
        byte[] head = {(byte) 0xf5, 0x4b, 0x58, 1, 0, 0, 0};
        for (int i = 0; i < 50_000; i++) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            System.arraycopy(head, 0, noise, 0, Math.min(head.length, noise.length));
            if (noise.length > Envelope.FIXED_BYTES) {
                Arrays.fill(noise, 32, 35, (byte) 0);
            }
            assertHarmless(noise);
        }
    }

    private static void assertHarmless(byte[] bytes) {
        Payload payload = Payload.of(bytes);
        int length = Envelope.lengthAt(payload, 0);
        assertThat(length).isBetween(-1, bytes.length);
        if (length >= 0) {
            Message message = Envelope.read(TOPIC, payload, 0, length);
            assertThat(message == null ? 0 : message.payload().size()).isLessThanOrEqualTo(length);
        }
    }

    @Test
    void refusesAHeaderThatIsNoText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Envelope.frame(ID, 0, Headers.of("a", "\ud800"), Payload.empty()));
    }

    private static byte[] write(Frame frame) {
        ByteBuffer target = ByteBuffer.allocate(frame.size());
        frame.writeTo(target);
        assertThat(target.remaining()).as("exactly its size").isZero();
        assertThat(frame.joinable()).isTrue();
        return target.array();
    }

    private static Message read(byte[] bytes) {
        Payload payload = Payload.of(bytes);
        @Nullable Message message = Envelope.read(TOPIC, payload, 0, Envelope.lengthAt(payload, 0));
        if (message == null) {
            throw new AssertionError("the envelope was refused");
        }
        return message;
    }
}
