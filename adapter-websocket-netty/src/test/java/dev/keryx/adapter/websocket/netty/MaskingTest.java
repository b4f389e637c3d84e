package dev.keryx.adapter.websocket.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskingTest {
    @Test
    void unmasksAnyLengthInAnyPieces() {
        Random random = new Random(7);
        for (int length = 0; length < 70; length++) {
            byte[] plain = new byte[length];
            random.nextBytes(plain);
            int mask = random.nextInt();
            byte[] masked = plain.clone();
            for (int i = 0; i < length; i++) {
                masked[i] ^= (byte) (mask >>> 24 - 8 * (i % 4));
            }
            for (int cut = 0; cut <= length; cut++) {
                byte[] bytes = masked.clone();
                int rotated = Masking.unmask(bytes, 0, cut, mask);
                Masking.unmask(bytes, cut, length, rotated);
                assertThat(bytes).as("%s bytes cut at %s", length, cut).isEqualTo(plain);
            }
        }
    }
}
