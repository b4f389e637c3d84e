package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.DrainReport;
import dev.keryx.gateway.CloseReason;
import dev.keryx.testkit.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What a client said last is answered, but not waited for too long, whatever its driver does meanwhile. */
class LastWordsTest {
    private static final CloseReason MALFORMED = new CloseReason(1002, "a reserved bit is set");
    private static final String ASK = "[\"ev\",1,\"echo\",[\"last\"]]";
    private static final String ANSWER = "[\"ok\",1,[\"last\"]]";

    private final Queue<Runnable> stuck = new ArrayDeque<>();
    private final List<CloseReason> ends = new ArrayList<>();
    private boolean busy;
    private final Rig rig = new Rig(options -> {
        Executor free = options.executor().orElseThrow();
        return options.executor(task -> (busy ? (Executor) stuck::add : free).execute(task));
    });

    {
        rig.root().answer("echo", (connection, args) -> args).onDisconnect((connection, reason) -> ends.add(reason));
        rig.start();
    }

    private HandLink asked() {
        HandLink link = rig.connect();
        busy = true;
        link.sayLast(MALFORMED, ASK);
        rig.settle();
        assertThat(link.closes).isEmpty();
        return link;
    }

    private void work() {
        busy = false;
        stuck.forEach(Runnable::run);
        stuck.clear();
        rig.settle();
    }

    private void nothingIsLeft() {
        rig.settle();
        assertThat(rig.gateway.stats().links()).isZero();
        assertThat(rig.gateway.stats().connections()).isZero();
        assertThat(rig.server.lanes.get(0).chunksAlive).isZero();
    }

    @Test
    @Rule("GW-89")
    void theAnswerComesBeforeTheClose() {
        HandLink link = asked();
        rig.root().emit("news");
        work();
        assertThat(link.take()).containsExactly("[\"ev\",0,\"news\",[]]", ANSWER);
        assertThat(link.closes).containsExactly(MALFORMED);
        assertThat(ends).containsExactly(MALFORMED);
        nothingIsLeft();
    }

    @Test
    @Rule("GW-89")
    void theAnswerComesBeforeTheCloseToAClientThatReadsSlowly() {
        HandLink link = asked();
        link.stalled = true;
        work();
        assertThat(link.closes).isEmpty();
        link.resume();
        rig.settle();
        assertThat(link.take()).containsExactly(ANSWER);
        assertThat(link.closes).containsExactly(MALFORMED);
        nothingIsLeft();
    }

    @Test
    void whereNothingIsToBeAnsweredTheCloseComesAtOnce() {
        HandLink link = rig.connect();
        link.sayLast(CloseReason.NORMAL);
        HandLink silent = rig.open();
        silent.sayLast(CloseReason.NORMAL);
        rig.settle();
        assertThat(link.take()).isEmpty();
        assertThat(link.closes).containsExactly(CloseReason.NORMAL);
        assertThat(silent.closes).containsExactly(CloseReason.NORMAL);
        nothingIsLeft();
    }

    @Test
    @Rule("GW-89")
    void aHandlerThatNeverReturnsHoldsNoLinkForEver() {
        HandLink link = asked();
        rig.advance(Duration.ofSeconds(4));
        assertThat(link.closes).isEmpty();
        rig.advance(Duration.ofSeconds(1));
        assertThat(link.closes).containsExactly(MALFORMED);
        work();
        assertThat(link.closes).containsExactly(MALFORMED);
        assertThat(ends).containsExactly(MALFORMED);
        nothingIsLeft();
    }

    @Test
    void aDriverThatSpeaksOnIsNotHeard() {
        HandLink link = asked();
        link.sayLast(CloseReason.NORMAL, ASK, "rubbish");
        link.lane.on(() -> {
            link.events().binary("x".getBytes(StandardCharsets.UTF_8));
            link.events().writable();
        });
        work();
        assertThat(link.take()).containsExactly(ANSWER);
        assertThat(link.closes).containsExactly(MALFORMED);
        nothingIsLeft();
    }

    @Test
    void aDriverWhoseLinkEndsMeanwhileEndsItOnce() {
        HandLink link = asked();
        link.drop();
        link.lane.on(() -> link.events().ending(CloseReason.NORMAL));
        work();
        rig.advance(Duration.ofSeconds(20));
        assertThat(link.take()).isEmpty();
        assertThat(link.closes).isEmpty();
        assertThat(ends).containsExactly(MALFORMED);
        nothingIsLeft();
    }

    @Test
    void aDriverThatIgnoresTheCloseIsCutOff() {
        HandLink link = asked();
        link.endsWhenClosed = false;
        work();
        rig.advance(Duration.ofSeconds(6));
        assertThat(link.closes).containsExactly(MALFORMED, CloseReason.LOST);
        link.drop();
        nothingIsLeft();
    }

    @Test
    void whoIsBeingClosedAlreadyIsClosedOnce() {
        HandLink link = rig.connect();
        link.endsWhenClosed = false;
        link.say("rubbish");
        rig.settle();
        link.lane.on(() -> link.events().ending(CloseReason.NORMAL));
        rig.settle();
        assertThat(link.closes).containsExactly(CloseReason.BAD_FRAME.because("no JSON array within the limits"));
        link.drop();
        nothingIsLeft();
    }

    @Test
    void aDrainWaitsForTheLastAnswersToo() {
        HandLink link = asked();
        CompletableFuture<DrainReport> drained = rig.gateway.drain(Duration.ofSeconds(10));
        rig.settle();
        assertThat(drained).isNotDone();
        work();
        assertThat(link.take()).containsExactly(ANSWER);
        assertThat(drained).isCompletedWithValue(new DrainReport(1, 0, 0));
        nothingIsLeft();
    }
}
