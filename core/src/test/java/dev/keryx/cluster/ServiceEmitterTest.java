package dev.keryx.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keryx.ErrorCode;
import dev.keryx.FutureSource;
import dev.keryx.Json;
import dev.keryx.JsonArgs;
import dev.keryx.JsonLimits;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.TypeRef;
import dev.keryx.bus.BusState;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.Receipt;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay.Scope;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServiceEmitterTest {
    private final Nodes nodes = new Nodes();
    private final HandHub.HandBus bus = nodes.hub.bus();
    private final Recorder seen = new Recorder();
    private final Emitters.BusEmitter emitter =
            Emitters.over(bus, nodes.options(seen).json(new Numbers()));

    /** Writes numbers, and only them. */
    private static final class Numbers implements Json {
        @Override
        public JsonArgs writeArgs(List<? extends @Nullable Object> args) {
            for (Object arg : args) {
                if (!(arg instanceof Integer)) {
                    throw new IllegalArgumentException("no number");
                }
            }
            return JsonArgs.of(Payload.utf8(
                    String.join(",", args.stream().map(String::valueOf).toList())));
        }

        @Override
        public byte[] write(@Nullable Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> @Nullable T read(byte[] json, TypeRef<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> @Nullable T readArg(JsonArgs args, int index, TypeRef<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int countArgs(JsonArgs args) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int[] elements(byte[] text, int offset, int length, JsonLimits limits) {
            throw new UnsupportedOperationException();
        }
    }

    /** A future of this executor's own kind. */
    private static final class OwnFuture<T> extends CompletableFuture<T> {
        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new OwnFuture<>();
        }
    }

    /** Runs nothing by itself, and makes futures of its own kind. */
    private static final class OwnExecutor implements Executor, FutureSource {
        final Queue<Runnable> tasks = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public <T> CompletableFuture<T> newFuture() {
            return new OwnFuture<>();
        }
    }

    @Test
    void itsFuturesAreOfTheExecutorsKind() {
        OwnExecutor own = new OwnExecutor();
        Emitters.BusEmitter mine =
                Emitters.over(bus, nodes.options(seen).json(new Numbers()).executor(own));
        assertThat(mine.root().emit("e", 1).relayed()).isInstanceOf(OwnFuture.class);
        assertThat(mine.root().members().count()).isInstanceOf(OwnFuture.class);
        mine.close();
        assertThat(mine.root().emit("e", 1).relayed()).isInstanceOf(OwnFuture.class);
    }

    private static ErrorCode codeOf(CompletableFuture<?> future) {
        return future.handle((value, failure) -> ((KeryxException) failure).code())
                .join();
    }

    private Nodes.Node gateway() {
        Nodes.Node gateway = nodes.started();
        gateway.relay.follow("/", new Scope.Everybody());
        gateway.follow("a");
        return gateway;
    }

    @Test
    void anEmitBeforeTheBusIsStartedFailsAndIsCounted() {
        Receipt receipt = emitter.root().to("a").emit("e", 1);
        assertThat(receipt.local()).isZero();
        assertThat(codeOf(receipt.relayed())).isEqualTo(ErrorCode.NOT_STARTED);
        assertThat(seen.failed).hasSize(1);
        assertThat(nodes.clock.pending()).isZero();
    }

    @Test
    void reachesClientsOfAllGatewaysWhileTheBusRuns() {
        Nodes.Node ada = gateway();
        Nodes.Node bob = gateway();
        bus.startAsync().join();
        assertThat(emitter.root()
                        .to("a")
                        .except("b")
                        .latest("k")
                        .emit("e", 1, 2)
                        .relayed())
                .isCompleted();
        Cast cast = new Cast(
                "/",
                Set.of(Target.room("a")),
                Set.of(Target.room("b")),
                Delivery.latest("k"),
                "e",
                JsonArgs.of(Payload.utf8("1,2")));
        assertThat(ada.seen.casts).containsExactly(cast);
        assertThat(bob.seen.casts).containsExactly(cast);
    }

    @Test
    void isActiveToWhereTheBusRunsAlready() {
        Nodes.Node gateway = gateway();
        HandHub.HandBus running = nodes.hub.bus();
        running.startAsync().join();
        try (Emitters.BusEmitter late =
                Emitters.over(running, nodes.options(seen).json(new Numbers()))) {
            late.root().emit("all");
        }
        assertThat(gateway.seen.events()).containsExactly("all");
    }

    @Test
    void reachesTheGatewayThatSharesItsBus() {
        Nodes.Node gateway = nodes.new Node(bus).started();
        gateway.follow("a");
        emitter.root().to("a").emit("e");
        assertThat(gateway.seen.events()).containsExactly("e");
    }

    @Test
    void saysHelloAndGoodbyeButIsNobodyWhoseClientsCouldBeMissing() {
        Nodes.Node gateway = gateway();
        bus.startAsync().join();
        nodes.hub.published.clear();
        nodes.seconds(2);
        assertThat(nodes.hub.published).hasSize(2);
        assertThat(gateway.relay.others()).isEmpty();
        nodes.hub.published.clear();
        emitter.close();
        assertThat(nodes.hub.published).hasSize(1);
        nodes.seconds(2);
        assertThat(bus.follows()).isEmpty();
    }

    @Test
    void anEmitAfterItsEndFailsAndIsCounted() {
        bus.startAsync().join();
        emitter.close();
        emitter.close();
        assertThat(codeOf(emitter.root().emit("e").relayed())).isEqualTo(ErrorCode.CLOSED);
        assertThat(seen.failed).hasSize(1);
        assertThat(nodes.clock.pending()).isZero();
        bus.become(BusState.RECONNECTING);
        bus.become(BusState.RUNNING);
        assertThat(nodes.clock.pending()).isZero();
    }

    @Test
    void itsTimerEndsWithTheBus() {
        bus.startAsync().join();
        assertThat(nodes.clock.pending()).isOne();
        bus.close();
        assertThat(nodes.clock.pending()).isZero();
    }

    @Test
    void aFailedEmitIsAHoleOnceTheBusIsBack() {
        Nodes.Node gateway = gateway();
        bus.startAsync().join();
        bus.become(BusState.RECONNECTING);
        assertThat(codeOf(emitter.root().to("a").emit("e").relayed())).isEqualTo(ErrorCode.UNAVAILABLE);
        bus.become(BusState.RUNNING);
        assertThat(gateway.seen.missed).hasSize(1);
    }

    @Test
    void overABusThatHasEndedNothingThrows() {
        HandHub.HandBus ended = nodes.hub.bus();
        ended.close();
        try (Emitters.BusEmitter late = Emitters.over(ended, nodes.options(seen).json(new Numbers()))) {
            assertThat(late.root().emit("e").relayed()).isCompletedExceptionally();
        }
    }

    @Test
    void anAudienceAddsAndRemovesAndNobodyStaysNobody() {
        Nodes.Node gateway = gateway();
        bus.startAsync().join();
        emitter.root().to(List.of()).emit("nobody");
        emitter.root().local().emit("local");
        emitter.root().local().to("a").emit("local");
        emitter.root().emit("everybody");
        emitter.root().to("a").to(List.of()).emit("room");
        emitter.namespace("/other").emit("elsewhere");
        assertThat(gateway.seen.events()).containsExactly("everybody", "room");
        assertThat(gateway.seen.casts.get(0).to()).isNull();
        assertThat(gateway.seen.casts.get(1).to()).isEqualTo(Set.of(Target.room("a")));
    }

    @Test
    void argumentsAsReceivedSpreadUntouched() {
        Nodes.Node gateway = gateway();
        bus.startAsync().join();
        JsonArgs received = JsonArgs.of(Payload.utf8("{\"a\": 1},  2"));
        emitter.root().emit("e", new Args(new Numbers(), received));
        assertThat(gateway.seen.casts.get(0).args()).isEqualTo(received);
    }

    @Test
    void wrongArgumentsThrowAtOnce() {
        assertThatThrownBy(() -> emitter.root().emit("e", "text")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> emitter.namespace("no slash")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> emitter.root().members().list(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatNeedsAnswersIsNotThereYet() {
        assertThat(codeOf(emitter.root().members().count())).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(codeOf(emitter.root().members().disconnect(CloseReason.KICKED)))
                .isEqualTo(ErrorCode.UNSUPPORTED);
    }
}
