package dev.keryx.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keryx.Codec;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.Message;
import dev.keryx.bus.Requests;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.TopicSubscription;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting, in a world in which nothing happens by itself. */
class SimulatedTimeTest {
    private final Simulation simulation = Simulation.create();
    private final Simulation.Node node = simulation.node("a");

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void aFutureRunsWhatItWaitsFor() throws Exception {
        List<String> heard = new ArrayList<>();
        node.bus()
                .subscribe("orders.*", message -> heard.add(message.payload().utf8()))
                .ready()
                .join();

        node.bus().publish("orders.new", "1").get();
        node.bus().publish("orders.new", "2").get(1, TimeUnit.NANOSECONDS);
        node.bus()
                .publish("orders.new", "3")
                .thenApply(done -> "then")
                .thenCompose(CompletableFuture::completedFuture)
                .join();
        simulation.settle();

        assertThat(heard).containsExactly("1", "2", "3");
    }

    /** Without being told of a clock or an executor: both are the bus's own. */
    @Test
    void questionsAreAnsweredAndTimeOutWithinTheSimulation() {
        Topic topic = Topic.of("price");
        Requests there = Requests.over(simulation.node("b").bus());
        there.respond(TopicFilter.exactly(topic), Codec.utf8(), Codec.utf8(), (message, question) -> question + "!");
        Requests here = Requests.over(node.bus());
        simulation.settle();

        assertThat(here.ask(Duration.ofSeconds(1), topic, "17", Codec.utf8(), Codec.utf8())
                        .join())
                .isEqualTo("17!");
        CompletableFuture<String> unheard =
                here.ask(Duration.ofSeconds(1), Topic.of("nobody"), "?", Codec.utf8(), Codec.utf8());
        simulation.advance(Duration.ofMillis(999));
        assertThat(unheard).isNotDone();
        simulation.advance(Duration.ofMillis(1));
        assertThat(unheard).isCompletedExceptionally();
    }

    /** A reader that asks for one at a time, on the test's own thread. */
    @Test
    void aStreamRunsWithinTheSimulation() {
        List<String> heard = new ArrayList<>();
        node.bus().flow("ticks").subscribe(new Flow.Subscriber<>() {
            private Flow.Subscription steps;

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                steps = subscription;
                steps.request(1);
            }

            @Override
            public void onNext(Message message) {
                heard.add(message.payload().utf8());
                if (heard.size() < 2) {
                    steps.request(1);
                }
            }

            @Override
            public void onError(Throwable failure) {
                heard.add(failure.toString());
            }

            @Override
            public void onComplete() {
                heard.add("complete");
            }
        });
        simulation.settle();
        for (String text : List.of("1", "2", "3")) {
            node.bus().publish("ticks", text);
        }
        simulation.settle();

        assertThat(heard).containsExactly("1", "2");
    }

    @Test
    void aFutureThatWaitsForTheClockFailsInsteadOfHanging() {
        List<Connection> connections = new ArrayList<>();
        node.gateway().root().onConnect(connections::add);
        FakeClient client = node.connect();
        CompletableFuture<Args> answer = connections.get(0).sendWithAck(Duration.ofSeconds(3), Event.of("question"));

        assertThatIllegalStateException()
                .isThrownBy(answer::join)
                .withMessage("nothing left to run; advance the clock?");
        assertThatIllegalStateException().isThrownBy(answer.thenApply(Args::size)::get);

        simulation.advance(Duration.ofSeconds(3));
        assertThatThrownBy(answer::join).hasCauseInstanceOf(KeryxException.class);
        assertThatThrownBy(answer::get)
                .cause()
                .isInstanceOfSatisfying(
                        KeryxException.class, late -> assertThat(late.code()).isEqualTo(ErrorCode.TIMEOUT));
        client.expect("question");
    }

    @Test
    void everyFutureThatIsHandedOutKnowsTheSimulation() {
        List<Connection> connections = new ArrayList<>();
        node.gateway().root().onConnect(connections::add);
        node.connect();
        Connection connection = connections.get(0);
        Namespace root = node.gateway().root();
        Duration soon = Duration.ofSeconds(1);
        var subscription = node.bus().subscribe("topic", message -> {});
        TopicSubscription topics = node.bus().subscribe(SubscribeOptions.DEFAULT, message -> {});

        assertThat(List.of(
                        node.bus().startAsync(),
                        node.bus().publish("topic", "x"),
                        subscription.ready(),
                        subscription.closed(),
                        subscription.drain(soon),
                        topics.ready(),
                        topics.add(Topic.of("other")),
                        node.gateway().startAsync(),
                        root.emit("all").relayed(),
                        root.emitWithAck(soon, Event.of("question")),
                        root.members().count(),
                        connection.join("room"),
                        connection.send(Event.of("one")).relayed(),
                        connection.sendWithAck(soon, Event.of("question")),
                        node.gateway().drain(soon),
                        node.bus().drain(soon)))
                .allSatisfy(future -> assertThat(future).isInstanceOf(SimulatedFuture.class));
    }

    @Test
    void aHandlerMayBlock() {
        node.gateway()
                .root()
                .answer(
                        "enter",
                        String.class,
                        (connection, room) -> connection.join(room).join().clusterWide());
        node.gateway().root().answer("publish", (connection, args) -> {
            node.bus().publish("orders", args.get(0, String.class)).join();
            return "published";
        });
        FakeClient client = node.connect();

        FakeClient.Ack entered = client.ask("enter", "room");
        FakeClient.Ack published = client.ask("publish", "x");

        assertThat(published.expect().get(0, String.class)).isEqualTo("published");
        assertThat(entered.expect().get(0, Boolean.class)).isTrue();
    }

    @Test
    void timeStandsStillUntilItIsMovedAndHeartbeatsAreAnsweredOnTheWay() {
        node.gateway().root().onConnect(connection -> {});
        FakeClient client = node.connect();
        simulation.advance(Duration.ofHours(1));
        assertThat(client.closed()).isEmpty();
        assertThat(simulation.clock().now()).isAfterOrEqualTo(ManualClock.START.plus(Duration.ofHours(1)));
    }

    @Test
    void aClientThatDoesNotReadIsFoundOutByItsHeartbeat() {
        List<CloseReason> ends = new ArrayList<>();
        node.gateway().root().onDisconnect((connection, reason) -> ends.add(reason));
        FakeClient client = node.connect();
        client.stall();

        simulation.advance(Duration.ofMinutes(1));

        assertThat(ends).extracting(CloseReason::code).containsExactly(CloseReason.SLOW.code());
        assertThat(client.closed()).isPresent();
    }

    @Test
    void anotherThreadIsTurnedAway() throws InterruptedException {
        List<Throwable> thrown = new ArrayList<>();
        Thread other = new Thread(() -> {
            try {
                simulation.settle();
            } catch (IllegalStateException refused) {
                thrown.add(refused);
            }
        });
        other.start();
        other.join();
        assertThat(thrown)
                .singleElement()
                .satisfies(refused -> assertThat(refused)
                        .hasMessageContaining("the thread that made it, "
                                + Thread.currentThread().getName()));
    }
}
