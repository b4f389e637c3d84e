package dev.keryx.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.bus.BusState;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.gateway.link.Relay.Interest;
import dev.keryx.gateway.link.Relay.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowingsTest {
    private static final Scope ROOM = new Scope.Room("a");
    private static final String TOPIC = "kx.default.r.=2F.a";
    private static final Set<Said.Place> PLACE = Set.of(new Said.Place("/", ROOM));

    private final ManualTime clock = new ManualTime();
    private final HandHub.HandBus bus = new HandHub().bus();
    private final List<Set<Said.Place>> missed = new ArrayList<>();
    private final Followings followings =
            new Followings(new TopicScheme("default"), clock, 1, () -> bus.state() == BusState.RUNNING, missed::add);

    @BeforeEach
    void start() {
        bus.startAsync().join();
        followings.attach(bus.subscribe(SubscribeOptions.DEFAULT, message -> {}));
    }

    private Interest follow() {
        return followings.follow("/", ROOM);
    }

    @Test
    void isLiveWhenTheBrokerHasConfirmed() {
        bus.holdsConfirms = true;
        CompletableFuture<Boolean> live = follow().live();
        assertThat(live).isNotDone();
        bus.confirm();
        assertThat(live).isCompletedWithValue(true);
        assertThat(missed).isEmpty();
    }

    @Test
    void isNotLiveAfterTwoSecondsAndThenAGapFollowsTheConfirmation() {
        bus.holdsConfirms = true;
        CompletableFuture<Boolean> live = follow().live();
        clock.advance(Followings.LIVE_WITHIN);
        assertThat(live).isCompletedWithValue(false);
        assertThat(missed).isEmpty();
        bus.confirm();
        assertThat(missed).containsExactly(PLACE);
    }

    @Test
    void isNotLiveAtOnceWhileTheBusIsDownAndThenAGapFollows() {
        bus.become(BusState.RECONNECTING);
        assertThat(follow().live()).isCompletedWithValue(false);
        bus.become(BusState.RUNNING);
        bus.confirm();
        assertThat(missed).containsExactly(PLACE);
        assertThat(follow().live()).isCompletedWithValue(true);
    }

    @Test
    void whoAsksAgainHearsHowItIsThen() {
        bus.become(BusState.RECONNECTING);
        Interest interest = follow();
        assertThat(interest.live()).isCompletedWithValue(false);
        bus.become(BusState.RUNNING);
        CompletableFuture<Boolean> again = interest.live();
        assertThat(again).isNotDone();
        bus.confirm();
        assertThat(again).isCompletedWithValue(true);
        assertThat(interest.live()).isCompletedWithValue(true);
        bus.become(BusState.RECONNECTING);
        assertThat(interest.live()).isCompletedWithValue(false);
    }

    @Test
    void aKnownTopicWhileTheBusIsDownIsNotLiveAndTheBusReportsTheGap() {
        follow();
        bus.become(BusState.RECONNECTING);
        assertThat(follow().live()).isCompletedWithValue(false);
        bus.become(BusState.RUNNING);
        assertThat(missed).isEmpty();
    }

    @Test
    void lingersAfterTheLastHasGone() {
        follow().close();
        clock.advance(Duration.ofMillis(7_999));
        assertThat(bus.follows()).containsExactly(TOPIC);
        clock.advance(Duration.ofMillis(4_002));
        assertThat(bus.follows()).isEmpty();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void whoComesBackMeanwhileIsLiveAtOnceAndStays() {
        follow().close();
        clock.advance(Duration.ofSeconds(7));
        assertThat(follow().live()).isCompletedWithValue(true);
        clock.advance(Duration.ofSeconds(60));
        assertThat(bus.follows()).containsExactly(TOPIC);
    }

    @Test
    void aLingerThatEndsTooLateTakesNothingFromWhoCameBack() {
        clock.closesTooLate = true;
        follow().close();
        follow();
        clock.advance(Duration.ofSeconds(60));
        assertThat(bus.follows()).containsExactly(TOPIC);
    }

    @Test
    void isHeldUntilTheLastHasGoneAndClosingTwiceCountsOnce() {
        Interest first = follow();
        Interest second = follow();
        first.close();
        first.close();
        clock.advance(Duration.ofSeconds(60));
        assertThat(bus.follows()).containsExactly(TOPIC);
        second.close();
        clock.advance(Duration.ofSeconds(60));
        assertThat(bus.follows()).isEmpty();
    }

    @Test
    void lingerSpreadsByAFifth() {
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            followings.follow("/", new Scope.Room("room" + i)).close();
        }
        for (int second = 8; second <= 12; second++) {
            clock.advance(Duration.ofSeconds(second == 8 ? 8 : 1));
            left.add(bus.follows().size());
        }
        assertThat(left.get(0)).isGreaterThan(190);
        assertThat(left.get(2)).isBetween(50, 150);
        assertThat(left.get(4)).isZero();
    }

    @Test
    void aRefusedTopicIsNotLiveAndIsTriedAgain() {
        bus.refusing = topic -> ErrorCode.REJECTED;
        assertThat(follow().live()).isCompletedWithValue(false);
        assertThat(bus.follows()).isEmpty();
        clock.advance(Followings.REFUSED_RETRY);
        assertThat(missed).isEmpty();
        bus.refusing = topic -> null;
        clock.advance(Followings.REFUSED_RETRY);
        assertThat(missed).containsExactly(PLACE);
        assertThat(follow().live()).isCompletedWithValue(true);
    }

    @Test
    void aRefusedTopicThatNobodyHoldsAnyMoreIsNotTriedAgain() {
        bus.refusing = topic -> ErrorCode.REJECTED;
        follow().close();
        clock.advance(Duration.ofSeconds(20));
        bus.refusing = topic -> null;
        clock.advance(Duration.ofSeconds(60));
        assertThat(bus.follows()).isEmpty();
        assertThat(missed).isEmpty();
    }

    @Test
    void twoNamespacesMayFollowOneUser() {
        Interest root = followings.follow("/", new Scope.User("ada"));
        followings.follow("/admin", new Scope.User("ada"));
        assertThat(followings.places(Set.of("kx.default.u.ada")))
                .containsExactlyInAnyOrder(
                        new Said.Place("/", new Scope.User("ada")), new Said.Place("/admin", new Scope.User("ada")));
        root.close();
        clock.advance(Duration.ofSeconds(60));
        assertThat(bus.follows()).containsExactly("kx.default.u.ada");
    }

    @Test
    void whatIsHeldWhenTheSubscriptionEndsIsFollowedByTheNext() {
        bus.holdsConfirms = true;
        CompletableFuture<Boolean> live = follow().live();
        followings.detach();
        assertThat(live).isCompletedWithValue(false);
        bus.holdsConfirms = false;
        followings.attach(bus.subscribe(SubscribeOptions.DEFAULT, message -> {}));
        assertThat(missed).containsExactly(PLACE);
        assertThat(follow().live()).isCompletedWithValue(true);
    }

    @Test
    void placesAreThoseOfTheTopicsNamed() {
        follow();
        assertThat(followings.places(Set.of(TOPIC, "kx.default.r.=2F.b"))).isEqualTo(PLACE);
    }
}
