package dev.keryx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PayloadTest {
    private static final byte[] BYTES = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");

    @Test
    void aCopyIsNotTouchedByLaterChangesOfTheArray() {
        byte[] array = BYTES.clone();
        Payload payload = Payload.of(array);
        array[0] = 99;
        assertThat(payload.at(0)).isZero();
        payload.toByteArray()[1] = 99;
        assertThat(payload.at(1)).isEqualTo((byte) 0x11);
    }

    @Test
    void itsBufferIsReadOnlyAndHoldsThePartOnly() {
        ByteBuffer buffer = Payload.of(BYTES).slice(2, 3).toByteBuffer();
        assertThat(buffer.remaining()).isEqualTo(3);
        assertThat(buffer.get()).isEqualTo((byte) 0x22);
        assertThatExceptionOfType(ReadOnlyBufferException.class).isThrownBy(() -> buffer.put((byte) 0));
    }

    @Test
    void numbersAreReadHighestByteFirstAndOnlyInside() {
        Payload part = Payload.of(BYTES).slice(1, 12);
        assertThat(part.intAt(0)).isEqualTo(0x11223344);
        assertThat(part.intAt(8)).isEqualTo(0x99aabbcc);
        assertThat(part.longAt(1)).isEqualTo(0x2233445566778899L);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> part.intAt(9));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> part.longAt(5));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> part.intAt(-1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> part.at(12));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> part.slice(10, 3));
    }

    @Test
    void equalBytesAreEqualWhereverTheyLie() {
        Payload part = Payload.of(BYTES).slice(4, 4);
        Payload same = Payload.of(HexFormat.of().parseHex("44556677"));
        assertThat(part).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(Payload.empty());
    }

    @Test
    void aPartKeepsTheWholeButNothingKeepsNothing() {
        Payload whole = Payload.of(BYTES);
        Payload part = whole.slice(4, 4);
        assertThat(part.heldBytes()).isEqualTo(BYTES.length);
        assertThat(part.sharesMemoryWith(whole.slice(0, 1))).isTrue();
        assertThat(part.sharesMemoryWith(Payload.of(BYTES))).isFalse();
        assertThat(whole.slice(4, 0).heldBytes()).isZero();
        assertThat(whole.slice(4, 0).sharesMemoryWith(Payload.empty())).isFalse();
    }

    @Test
    void writesItselfIntoABuffer() {
        ByteBuffer target = ByteBuffer.allocate(4);
        Payload.of(BYTES).slice(12, 4).writeTo(target);
        assertThat(target.array()).containsExactly(0xcc, 0xdd, 0xee, 0xff);
    }

    @Test
    void neverShowsItsBytes() {
        assertThat(Payload.utf8("secret")).hasToString("Payload[6 bytes]");
        assertThat(Payload.utf8("Ünïcode 🌍").utf8()).isEqualTo("Ünïcode 🌍");
        assertThat(Payload.of(new byte[0])).isSameAs(Payload.empty());
    }
}
