package dev.keryx.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RosterTest {
    private static final NodeId ADA = new NodeId(1);
    private static final NodeId BOB = new NodeId(2);
    private static final Said.Hello HELLO = new Said.Hello(false, true, 1, RoomTopics.FULL);
    private static final Said.Hello SERVICE = new Said.Hello(false, false, 1, RoomTopics.FULL);

    private final Roster roster = new Roster();

    RosterTest() {
        roster.thaw(0);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void whoSaysHelloIsThere() {
        assertThat(roster.heard(ADA, 1, HELLO, 0)).isTrue();
        assertThat(roster.heard(ADA, 1, HELLO, 0)).isFalse();
        assertThat(roster.others()).containsExactly(ADA);
    }

    @Test
    void aServiceWithoutClientsIsNoneOfTheOthers() {
        roster.heard(ADA, 1, SERVICE, 0);
        assertThat(roster.others()).isEmpty();
    }

    @Test
    void sixSecondsOfSilenceAreDeathAndAMinuteOfBeingMissed() {
        roster.heard(ADA, 1, HELLO, 0);
        assertThat(roster.expire(seconds(6) - 1)).isEmpty();
        assertThat(roster.expire(seconds(6))).containsExactly(ADA);
        assertThat(roster.expire(seconds(66) - 1)).isEmpty();
        assertThat(roster.others()).containsExactly(ADA);
        assertThat(roster.expire(seconds(66))).isEmpty();
        assertThat(roster.others()).isEmpty();
    }

    @Test
    void aHelloRenewsTheLease() {
        for (int second = 0; second < 60; second += 2) {
            roster.heard(ADA, 1, HELLO, seconds(second));
            assertThat(roster.expire(seconds(second))).isEmpty();
        }
    }

    @Test
    void theMissingComeBackByAHello() {
        roster.heard(ADA, 1, HELLO, 0);
        roster.expire(seconds(6));
        assertThat(roster.heard(ADA, 1, HELLO, seconds(10))).isTrue();
        assertThat(roster.expire(seconds(15))).isEmpty();
    }

    @Test
    void aGoodbyeRemovesAtOnceTheLivingAndTheMissing() {
        roster.heard(ADA, 1, HELLO, 0);
        roster.heard(BOB, 1, HELLO, 0);
        assertThat(roster.left(ADA, 1, 0)).isTrue();
        roster.expire(seconds(6));
        assertThat(roster.others()).containsExactly(BOB);
        assertThat(roster.left(BOB, 1, seconds(7))).isTrue();
        assertThat(roster.others()).isEmpty();
        assertThat(roster.left(BOB, 1, seconds(7))).isFalse();
    }

    @Test
    void aLateHelloOfOneWhoLeftMeansNothingUnlessItStartedAgain() {
        roster.heard(ADA, 1, HELLO, 0);
        roster.left(ADA, 1, 0);
        assertThat(roster.heard(ADA, 1, HELLO, 1)).isFalse();
        assertThat(roster.others()).isEmpty();
        assertThat(roster.heard(ADA, 2, HELLO, 2)).isTrue();
        assertThat(roster.left(ADA, 1, 3))
                .as("the goodbye of the earlier start")
                .isFalse();
        assertThat(roster.others()).containsExactly(ADA);
    }

    @Test
    void incarnationsMayWrap() {
        roster.heard(ADA, Integer.MAX_VALUE, HELLO, 0);
        assertThat(roster.left(ADA, Integer.MIN_VALUE, 0)).isTrue();
    }

    @Test
    void whileOurLinkIsDownNobodyDiesAndAfterwardsThereIsGrace() {
        roster.heard(ADA, 1, HELLO, 0);
        roster.freeze();
        assertThat(roster.expire(seconds(1_000))).isEmpty();
        roster.thaw(seconds(1_000));
        assertThat(roster.expire(seconds(1_006) - 1)).isEmpty();
        assertThat(roster.expire(seconds(1_006))).containsExactly(ADA);
    }

    @Test
    void nodesSpeakTheVersionThatAllUnderstand() {
        assertThat(roster.commonVersion()).isEqualTo(FrameCodec.VERSION);
        roster.heard(ADA, 1, new Said.Hello(false, true, 9, RoomTopics.FULL), 0);
        assertThat(roster.commonVersion()).isEqualTo(FrameCodec.VERSION);
    }
}
