package dev.keryx.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.NodeId;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MessageIdTest {
    private static final String HEX = "00112233445566778899aabbccddeeff";

    @Test
    void isSixteenBytesOfWhichTheFirstFiveAreTheSenders() {
        byte[] bytes = HexFormat.of().parseHex("ffff" + HEX + "ff");
        MessageId id = MessageId.readFrom(bytes, 2);
        assertThat(id).hasToString(HEX);
        assertThat(id.sender()).isEqualTo(NodeId.readFrom(bytes, 2));
        byte[] written = new byte[18];
        id.writeTo(written, 1);
        assertThat(Arrays.copyOfRange(written, 1, 17)).isEqualTo(HexFormat.of().parseHex(HEX));
    }
}
