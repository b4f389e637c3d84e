package dev.keryx.gateway.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final class Waiting implements Deadlines.Entry {
        private int place = Deadlines.NOWHERE;
        private long due = Site.NEVER;

        @Override
        public int place() {
            return place;
        }

        @Override
        public void place(int at) {
            place = at;
        }
    }

    private final Deadlines<Waiting> deadlines = new Deadlines<>();

    private Waiting at(long due) {
        Waiting waiting = new Waiting();
        deadlines.set(waiting, due);
        return waiting;
    }

    @Test
    void nothingIsDueBeforeItsTime() {
        Waiting late = at(20);
        Waiting early = at(10);
        assertThat(deadlines.earliest()).isEqualTo(10);
        assertThat(deadlines.due(9)).isNull();
        assertThat(deadlines.due(10)).isSameAs(early);
        assertThat(deadlines.due(19)).isNull();
        assertThat(deadlines.due(100)).isSameAs(late);
        assertThat(deadlines.due(100)).isNull();
        assertThat(deadlines.earliest()).isEqualTo(Site.NEVER);
    }

    @Test
    void anEntryIsMovedNotAdded() {
        Waiting moved = at(10);
        deadlines.set(moved, 30);
        at(20);
        deadlines.set(moved, 25);
        assertThat(deadlines.earliest()).isEqualTo(20);
        deadlines.set(moved, Site.NEVER);
        deadlines.due(20);
        assertThat(deadlines.due(100)).isNull();
        deadlines.remove(moved);
        assertThat(moved.place()).isEqualTo(Deadlines.NOWHERE);
    }

    @Test
    void whateverIsDoneToItTheEarliestComesFirst() {
        Random random = new Random(42);
        List<Waiting> model = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            model.add(new Waiting());
        }
        for (int step = 0; step < 20_000; step++) {
            Waiting one = model.get(random.nextInt(model.size()));
            one.due = random.nextInt(4) == 0 ? Site.NEVER : random.nextInt(1_000);
            deadlines.set(one, one.due);
            long earliest =
                    model.stream().mapToLong(waiting -> waiting.due).min().orElseThrow();
            assertThat(deadlines.earliest()).isEqualTo(earliest);
        }
        model.removeIf(waiting -> waiting.due == Site.NEVER);
        model.sort(Comparator.comparingLong(waiting -> waiting.due));
        for (Waiting expected : model) {
            Waiting due = deadlines.due(1_000);
            assertThat(due).isNotNull().extracting(waiting -> waiting.due).isEqualTo(expected.due);
        }
        assertThat(deadlines.due(1_000)).isNull();
    }
}
