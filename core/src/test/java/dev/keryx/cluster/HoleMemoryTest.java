package dev.keryx.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.link.Relay.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoleMemoryTest {
    private final HoleMemory holes = new HoleMemory();

    private static Said.Place room(int number) {
        return new Said.Place("/", new Scope.Room("room" + number));
    }

    @Test
    void isEmptyAtFirstAndAfterItWasTaken() {
        assertThat(holes.take()).isNull();
        holes.remember(List.of(room(1)));
        assertThat(holes.take()).isNotNull();
        assertThat(holes.take()).isNull();
    }

    @Test
    void remembersEachPlaceOnce() {
        holes.remember(List.of(room(1), room(2)));
        holes.remember(List.of(room(2)));
        assertThat(holes.take()).isEqualTo(new Said.Hole(List.of(room(1), room(2))));
    }

    @Test
    void beyondItsBoundItIsEverybody() {
        for (int i = 0; i < HoleMemory.MAX_PLACES; i++) {
            holes.remember(List.of(room(i)));
        }
        Said.Hole full = holes.take();
        assertThat(full).isNotNull();
        assertThat(full.places()).hasSize(HoleMemory.MAX_PLACES);

        holes.giveBack(full);
        holes.remember(List.of(room(-1)));
        holes.remember(List.of(room(-2)));
        assertThat(holes.take()).isEqualTo(new Said.Hole(List.of()));
        assertThat(holes.take()).isNull();
    }

    @Test
    void whatCouldNotBeToldIsKept() {
        holes.giveBack(new Said.Hole(List.of(room(1))));
        assertThat(holes.take()).isEqualTo(new Said.Hole(List.of(room(1))));
        holes.giveBack(new Said.Hole(List.of()));
        assertThat(holes.take()).isEqualTo(new Said.Hole(List.of()));
    }
}
