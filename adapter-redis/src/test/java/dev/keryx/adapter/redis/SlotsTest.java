package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is remembered of a cluster's nodes. */
class SlotsTest {
    private static final Node ASKED = node(1);

    private final Slots slots = new Slots();

    private static Node node(int number) {
        return new Node("host" + number, 1);
    }

    private void learn(int... masters) {
        List<Object> ranges = IntStream.of(masters)
                .<Object>mapToObj(number -> List.of(
                        number,
                        number,
                        List.of(node(number).host(), node(number).port(), id(number))))
                .toList();
        slots.learn(ranges, ASKED);
    }

    private static String id(int number) {
        return "id" + number;
    }

    /** Else a cluster whose addresses change for ever would fill the heap; to be unknown is the safe side. */
    @Test
    void aNodeThatIsNamedNoMoreIsForgottenInTheEndAndMayConcernEverybodyAgain() {
        learn(1, 2);
        assertThat(slots.mayConcern(ASKED, id(2))).isFalse();

        for (int other = 3; other <= Slots.MOST_REMEMBERED; other++) {
            learn(1, other);
        }
        assertThat(slots.mayConcern(ASKED, id(2)))
                .as("as long as there is room")
                .isFalse();
        learn(1, Slots.MOST_REMEMBERED + 1);

        assertThat(slots.mayConcern(ASKED, id(2))).isTrue();
        assertThat(slots.mayConcern(ASKED, id(Slots.MOST_REMEMBERED + 1)))
                .as("one that is named now")
                .isFalse();
    }
}
