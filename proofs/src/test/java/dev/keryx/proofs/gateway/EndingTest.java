package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.ConnectionInfo;
import dev.keryx.gateway.DrainPlan;
import dev.keryx.gateway.GatewayObserver;
import dev.keryx.gateway.GatewayState;
import dev.keryx.gateway.link.Admission;
import dev.keryx.gateway.link.LinkRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Starts that fail, drains and closes. */
class EndingTest {
    private static final Duration TEN = Duration.ofSeconds(10);

    private final HandRelay relay = new HandRelay();
    private final List<String> states = new ArrayList<>();
    private final List<DrainReport> reports = new ArrayList<>();
    private final Rig rig = new Rig(
            2,
            options -> options.observer(new GatewayObserver() {
                @Override
                public void stateChanged(GatewayState from, GatewayState to) {
                    states.add(from + ">" + to);
                }

                @Override
                public void drained(DrainReport report) {
                    reports.add(report);
                }
            }),
            relay);

    private static void fails(CompletableFuture<?> future, ErrorCode code) {
        assertThat(future)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .satisfies(cause -> assertThat(((KeryxException) cause).code()).isEqualTo(code));
    }

    private static KeryxException failure(ErrorCode code) {
        return new KeryxException(code, "by the test");
    }

    @Test
    void aStartThatCannotBindReleasesAllAndCanBeTriedAgain() {
        rig.root().onConnect(connection -> {});
        rig.server.opening = CompletableFuture.failedFuture(failure(ErrorCode.BIND_FAILED));
        CompletableFuture<Void> started = rig.gateway.startAsync();
        rig.settle();
        fails(started, ErrorCode.BIND_FAILED);
        assertThat(rig.gateway.state()).isEqualTo(GatewayState.NEW);
        assertThat(relay.calls).containsExactly("start", "drain");
        assertThat(rig.server.door().ready()).isFalse();

        rig.server.opening = CompletableFuture.completedFuture(null);
        rig.start();
        assertThat(rig.connect().closes).isEmpty();
        assertThat(states).containsExactly("NEW>STARTING", "STARTING>NEW", "NEW>STARTING", "STARTING>RUNNING");
    }

    @Test
    void aStartWhoseRelayFailsNeverListens() {
        relay.starting = CompletableFuture.failedFuture(failure(ErrorCode.UNAVAILABLE));
        CompletableFuture<Void> started = rig.gateway.startAsync();
        rig.settle();
        fails(started, ErrorCode.UNAVAILABLE);
        assertThat(rig.server.calls).isEmpty();
        assertThat(rig.gateway.state()).isEqualTo(GatewayState.NEW);
    }

    @Test
    void concurrentStartsShareOneOutcome() {
        relay.starting = new CompletableFuture<>();
        CompletableFuture<Void> one = rig.gateway.startAsync();
        CompletableFuture<Void> two = rig.gateway.startAsync();
        assertThat(one).isNotSameAs(two);
        relay.starting.complete(null);
        rig.settle();
        assertThat(one).isCompleted();
        assertThat(two).isCompleted();
        assertThat(rig.gateway.startAsync()).isCompleted();
        assertThat(relay.calls).containsExactly("start");
    }

    @Test
    void anEmitBeforeTheStartFailsInItsReceiptOnly() {
        fails(rig.root().emit("x").relayed(), ErrorCode.NOT_STARTED);
        assertThat(rig.gateway.stats().emitted()).isEqualTo(1);
    }

    @Test
    void closeBeforeTheStartIsTheEnd() {
        rig.gateway.close();
        rig.gateway.close();
        assertThat(rig.gateway.state()).isEqualTo(GatewayState.CLOSED);
        fails(rig.gateway.startAsync(), ErrorCode.CLOSED);
        fails(rig.root().emit("x").relayed(), ErrorCode.CLOSED);
        assertThat(rig.server.calls).isEmpty();
    }

    @Test
    void drainDuringAStartEndsIt() {
        rig.server.opening = new CompletableFuture<>();
        CompletableFuture<Void> started = rig.gateway.startAsync();
        CompletableFuture<DrainReport> drained = rig.gateway.drain(TEN);
        rig.settle();
        fails(started, ErrorCode.CLOSED);
        assertThat(drained).isNotDone();
        rig.server.opening.complete(null);
        rig.settle();
        assertThat(drained).isCompletedWithValue(DrainReport.NOTHING);
        assertThat(rig.server.calls).containsExactly("open", "stopAccepting", "close");
        assertThat(rig.gateway.state()).isEqualTo(GatewayState.CLOSED);
    }

    @Test
    void drainDuringAStartThatNeverEndsIsBounded() {
        relay.starting = new CompletableFuture<>();
        CompletableFuture<Void> started = rig.gateway.startAsync();
        CompletableFuture<DrainReport> drained = rig.gateway.drain(TEN);
        rig.advance(TEN);
        fails(started, ErrorCode.CLOSED);
        assertThat(drained).isCompleted();
        relay.starting.complete(null);
        rig.settle();
        assertThat(rig.server.calls).doesNotContain("open");
        assertThat(relay.calls).last().isEqualTo("drain");
    }

    @Test
    void aDrainTellsEveryClientWhenToComeBackAndReportsThem() {
        List<CloseReason> ends = new ArrayList<>();
        rig.root().onDisconnect((connection, reason) -> ends.add(reason));
        rig.start();
        List<HandLink> links = List.of(rig.connect(), rig.connect(), rig.open());
        CompletableFuture<DrainReport> drained =
                rig.gateway.drain(new DrainPlan(TEN, Duration.ofMillis(700), Duration.ofSeconds(3), 100));
        assertThat(rig.server.door().ready()).isFalse();
        assertThat(rig.server.door().arrives(InetAddress.getLoopbackAddress())).isEmpty();
        assertThat(rig.server.door().admit(new LinkRequest(new HandRequest(Map.of()), List.of(), false)))
                .isInstanceOfSatisfying(
                        Admission.Denied.class,
                        denied -> assertThat(denied.status()).isEqualTo(503));
        rig.settle();
        for (HandLink link : links) {
            assertThat(link.take()).containsExactly("[\"bye\",4001,\"draining\",{\"after\":700,\"jitter\":3000}]");
            assertThat(link.closes).containsExactly(CloseReason.DRAINING);
        }
        assertThat(drained).isCompletedWithValue(new DrainReport(3, 0, 0));
        assertThat(reports).containsExactly(new DrainReport(3, 0, 0));
        assertThat(ends).containsExactly(CloseReason.DRAINING, CloseReason.DRAINING);
        assertThat(relay.calls).containsExactly("start", "drain");
        assertThat(rig.server.calls).containsExactly("open", "stopAccepting", "close");
        assertThat(relay.followed).isEmpty();
    }

    @Test
    void goodbyesGoOutInBatchesUntilHalfTheTime() {
        rig.start();
        List<HandLink> links = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            links.add(rig.connect());
        }
        CompletableFuture<DrainReport> drained = rig.gateway.drain(new DrainPlan(TEN, Duration.ZERO, Duration.ZERO, 4));
        List<Integer> counts = new ArrayList<>();
        rig.settle();
        for (int second = 0; second < 5; second++) {
            counts.add(
                    (int) links.stream().filter(link -> !link.closes.isEmpty()).count());
            rig.advance(Duration.ofSeconds(1));
        }
        assertThat(counts).containsExactly(4, 8, 12, 16, 20);
        assertThat(drained).isCompletedWithValue(new DrainReport(20, 0, 0));
    }

    @Test
    void answersUnderWayArriveBeforeTheGoodbye() {
        rig.root().answer("echo", (connection, args) -> args);
        rig.start();
        HandLink link = rig.connect();
        link.say("[\"ev\",1,\"echo\",[1]]", "[\"ev\",2,\"echo\",[2]]");
        rig.root().emit("queued");
        rig.gateway.drain(TEN);
        rig.settle();
        assertThat(link.take())
                .containsExactlyInAnyOrder(
                        "[\"ev\",0,\"queued\",[]]",
                        "[\"ok\",1,[1]]",
                        "[\"ok\",2,[2]]",
                        "[\"bye\",4001,\"draining\",{\"after\":500,\"jitter\":2000}]");
    }

    @Test
    void whoDoesNotReadIsFlushedOrForcedAtTheDeadline() {
        rig.start();
        HandLink slow = rig.connect();
        HandLink stuck = rig.connect();
        slow.stalled = true;
        stuck.stalled = true;
        rig.root().emit("a");
        rig.settle();
        rig.root().emit("b");
        rig.settle();
        CompletableFuture<DrainReport> drained = rig.gateway.drain(Duration.ofSeconds(4));
        rig.advance(Duration.ofSeconds(3));
        assertThat(drained).isNotDone();
        slow.resume();
        rig.settle();
        assertThat(slow.take()).hasSize(3);
        rig.advance(Duration.ofSeconds(1));
        assertThat(drained).isCompletedWithValue(new DrainReport(1, 1, 0));
        assertThat(stuck.closes).containsExactly(CloseReason.LOST);
        assertThat(rig.server.lanes)
                .allSatisfy(lane -> assertThat(lane.chunksAlive).isZero());
    }

    @Test
    void aDrainInsideAHandlerWaitsForThatHandlerAndCloseDoesNotWaitAtAll() {
        rig.root().on("stop", (connection, args) -> rig.gateway.close());
        rig.start();
        HandLink link = rig.connect();
        link.say("[\"ev\",0,\"stop\",[]]");
        rig.settle();
        assertThat(rig.gateway.state()).isEqualTo(GatewayState.CLOSED);
        assertThat(reports).containsExactly(new DrainReport(1, 0, 0));
    }

    @Test
    void aServerThatNeverClosesDoesNotHoldTheEndUpForEver() {
        rig.start();
        rig.server.closing = new CompletableFuture<>();
        CompletableFuture<DrainReport> drained = rig.gateway.drain(TEN);
        rig.advance(TEN);
        assertThat(drained).isNotDone();
        rig.advance(Duration.ofSeconds(5));
        assertThat(drained).isCompleted();
    }

    @Test
    void anObserverThatThrowsHarmsNothing() {
        Rig broken = new Rig(
                1,
                options -> options.observer(new GatewayObserver() {
                    @Override
                    public void stateChanged(GatewayState from, GatewayState to) {
                        throw new IllegalStateException("by the test");
                    }

                    @Override
                    public void connected(ConnectionInfo connection) {
                        throw new IllegalStateException("by the test");
                    }
                }),
                null);
        HandLink link = broken.start().connect();
        broken.root().emit("x");
        broken.settle();
        assertThat(link.take()).hasSize(1);
        CompletableFuture<DrainReport> drained = broken.gateway.drain(TEN);
        broken.settle();
        assertThat(drained).isCompleted();
    }
}
