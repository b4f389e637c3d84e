package dev.keryx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NodeIdTest {
    @Test
    void readsBackWhatItWrites() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            NodeId id = new NodeId(random.nextLong() & 0xff_ffff_ffffL);
            byte[] bytes = new byte[9];
            id.writeTo(bytes, 2);
            assertThat(NodeId.readFrom(bytes, 2)).isEqualTo(id);
            assertThat(NodeId.parse(id.toString())).isEqualTo(id);
            assertThat(id.toString()).matches("[a-z2-7]{8}");
        }
    }

    @Test
    void refusesWhatIsNoTag() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NodeId(1L << 40));
        assertThatIllegalArgumentException().isThrownBy(() -> NodeId.parse("short"));
        assertThatIllegalArgumentException().isThrownBy(() -> NodeId.parse("aaaaaaa1"));
    }
}
