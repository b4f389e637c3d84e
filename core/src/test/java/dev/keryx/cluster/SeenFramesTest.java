package dev.keryx.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenFramesTest {
    private final SeenFrames seen = new SeenFrames();

    @Test
    void onlyTheFirstCopyIsTheFirst() {
        assertThat(seen.first(new FrameId(1, 1), 0)).isTrue();
        assertThat(seen.first(new FrameId(1, 2), 0)).isTrue();
        assertThat(seen.first(new FrameId(1, 1), 5)).isFalse();
    }

    @Test
    void forgetsTheOldestBeyondItsBound() {
        for (int i = 0; i <= SeenFrames.MAX_FRAMES; i++) {
            seen.first(new FrameId(0, i), 0);
        }
        assertThat(seen.size()).isEqualTo(SeenFrames.MAX_FRAMES);
        assertThat(seen.first(new FrameId(0, 1), 0)).isFalse();
        assertThat(seen.first(new FrameId(0, 0), 0)).isTrue();
    }

    @Test
    void forgetsWhatIsOlderThanTenSeconds() {
        long limit = SeenFrames.MAX_AGE.toNanos();
        seen.first(new FrameId(0, 1), 0);
        seen.first(new FrameId(0, 2), 1);
        assertThat(seen.first(new FrameId(0, 1), limit)).isFalse();
        assertThat(seen.first(new FrameId(0, 1), limit + 1)).isTrue();
        assertThat(seen.size()).isEqualTo(2);
    }
}
