package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.keryx.gateway.Args;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.Refusal;
import dev.keryx.proofs.LogLines;
import dev.keryx.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events of clients and what they are answered. */
class HandlersTest {
    record Point(int x, int y) {}

    private final Rig rig = new Rig();
    private final List<Object> seen = new ArrayList<>();
    private final HandLink link;

    HandlersTest() {
        rig.root()
                .on("point", Point.class, (connection, point) -> seen.add(point))
                .on("all", (connection, args) -> seen.add(args.size()))
                .answer("sum", Point.class, (connection, point) -> point.x() + point.y())
                .answer("null", (connection, args) -> null)
                .answer("rest", (connection, args) -> args.from(1))
                .answer("refuse", (connection, args) -> new Refusal("NO", "no \"way\"", List.of(1)))
                .answer("throw", (connection, args) -> {
                    throw Refusal.of("RATE", "later").toException();
                })
                .answer("fail", (connection, args) -> {
                    throw new IllegalStateException("secret");
                })
                .answer("unwritable", (connection, args) -> new Object())
                .answer(
                        "failed stage",
                        (connection, args) -> CompletableFuture.failedFuture(
                                Refusal.of("LATE", "too late").toException()))
                .answer("mixed", (connection, args) -> {
                    connection.send(Event.of("mixed", "first", args, List.of(args.get(0, String.class))));
                    return args;
                });
        link = rig.start().connect();
    }

    private List<String> say(String... texts) {
        link.say(texts);
        rig.settle();
        return link.take();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[\"ev\",1,\"point\",[{\"x\":1,\"y\":2}]]|[\"ok\",1,[]]",
                "[\"ev\",1,\"sum\",[{\"x\":1,\"y\":2}]]|[\"ok\",1,[3]]",
                "[\"ev\",1,\"null\",[]]|[\"ok\",1,[null]]",
                "[\"ev\",1,\"rest\",[1, {\"a\" : [2]} ,3]]|[\"ok\",1,[ {\"a\" : [2]} ,3]]",
                "[\"ev\",1,\"rest\",[]]|[\"ok\",1,[]]",
                "[\"ev\",1,\"refuse\",[]]|[\"err\",1,\"NO\",\"no \\\"way\\\"\",false,[1]]",
                "[\"ev\",1,\"throw\",[]]|[\"err\",1,\"RATE\",\"later\",true]",
                "[\"ev\",1,\"fail\",[]]|[\"err\",1,\"INTERNAL\",\"internal error\",false]",
                "[\"ev\",1,\"unwritable\",[]]|[\"err\",1,\"INTERNAL\",\"internal error\",false]",
                "[\"ev\",1,\"failed stage\",[]]|[\"err\",1,\"LATE\",\"too late\",false]",
                "[\"ev\",1,\"unknown\",[]]|[\"err\",1,\"UNSUPPORTED\",\"no handler for event unknown\",false]",
            })
    void eachAnswerHasItsForm(String question, String answer) {
        assertThat(say(question)).containsExactly(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"[]", "[null]", "[{\"x\":\"one\"}]", "[[]]", "[5]"})
    void argumentsThatDoNotFitAreTheClientsFault(String args) {
        assertThat(say("[\"ev\",1,\"sum\"," + args + "]"))
                .singleElement()
                .asString()
                .startsWith("[\"err\",1,\"BAD_VALUE\",");
        assertThat(rig.gateway.stats().handlerFailures()).isZero();
    }

    @Test
    void aRefusalWhoseDataCannotBeWrittenGoesWithoutIt() {
        rig.root().answer("odd", (connection, args) -> new Refusal("ODD", "odd", new Object()));
        try (LogLines log = new LogLines()) {
            for (int i = 0; i < 10; i++) {
                assertThat(say("[\"ev\",1,\"odd\",[]]")).containsExactly("[\"err\",1,\"ODD\",\"odd\",false]");
            }
            assertThat(log.with("ODD")).as("a client can ask again and again").hasSize(1);
        }
        assertThat(rig.gateway.stats().handlerFailures()).isEqualTo(10);
    }

    /** Else a client could fill the log, or have nothing else logged. */
    @Test
    void failuresOfUnknownEventsAreOneKindWhateverTheirNames() {
        rig.root().guard((connection, event, args) -> {
            throw new IllegalStateException("secret");
        });
        try (LogLines log = new LogLines()) {
            for (int i = 0; i < 110; i++) {
                link.say("[\"ev\",0,\"made up " + i + "\",[]]");
                rig.advance(Duration.ofMillis(20));
            }
            link.say("[\"ev\",0,\"sum\",[]]");
            rig.settle();
            assertThat(log.with("failed for connection")).hasSize(2);
            assertThat(log.with("secret")).isEmpty();
        }
        assertThat(rig.gateway.stats().handlerFailures()).isEqualTo(111);
    }

    @Test
    void anExecutorThatTakesNothingCostsEventsAndNothingElse() {
        Rig refusing = new Rig(options -> options.executor(task -> {
            throw new RejectedExecutionException("by the test");
        }));
        refusing.root().onConnect(connection -> {});
        CompletableFuture<Void> started = refusing.gateway.startAsync();
        refusing.settle();
        Eventually.done("start", started);
        try (LogLines log = new LogLines()) {
            for (int i = 0; i < 10; i++) {
                refusing.open().say("[\"hello\",{}]");
                refusing.settle();
            }
            assertThat(log.with("The executor takes no more handlers")).hasSize(1);
        }
        assertThat(refusing.gateway.stats().handlerFailures()).isEqualTo(10);
        CompletableFuture<?> drained = refusing.gateway.drain(Duration.ofSeconds(1));
        refusing.settle();
        Eventually.done("drain", drained);
    }

    @Test
    void withoutAnIdThereIsNoAnswer() {
        assertThat(say("[\"ev\",0,\"sum\",[{}]]", "[\"ev\",0,\"fail\",[]]", "[\"ev\",0,\"unknown\",[]]"))
                .isEmpty();
        assertThat(rig.gateway.stats().handlerFailures()).isEqualTo(1);
    }

    @Test
    void receivedArgumentsSpreadAmongOthersAndKeepTheirBytes() {
        assertThat(say("[\"ev\",1,\"mixed\",[\"AAEC\",{\"$b\":\"AAEC\"}]]"))
                .containsExactly(
                        "[\"ev\",0,\"mixed\",[\"first\",\"AAEC\",{\"$b\":\"AAEC\"},[\"AAEC\"]]]",
                        "[\"ok\",1,[\"AAEC\",{\"$b\":\"AAEC\"}]]");
    }

    @Test
    void eventsOfALinkAreHandledInOrderWhateverTheirStages() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        rig.root().answer("slow", (connection, args) -> stage).answer("fast", (connection, args) -> "fast");
        assertThat(say("[\"ev\",1,\"slow\",[]]", "[\"ev\",2,\"fast\",[]]")).containsExactly("[\"ok\",2,[\"fast\"]]");
        stage.complete("slow");
        rig.settle();
        assertThat(link.take()).containsExactly("[\"ok\",1,[\"slow\"]]");
    }

    @Test
    void guardsComeBeforeTheHandlerAndUnknownEventsHaveOneToo() {
        rig.root()
                .guard((connection, event, args) -> {
                    if (event.equals("all")) {
                        throw Refusal.of("DENIED", "not all").toException();
                    }
                })
                .onUnknown((connection, event) ->
                        seen.add(event.name() + event.args().size()));
        assertThat(say("[\"ev\",1,\"all\",[]]", "[\"ev\",2,\"new\",[1,2]]"))
                .containsExactly("[\"err\",1,\"DENIED\",\"not all\",false]", "[\"ok\",2,[]]");
        assertThat(seen).containsExactly("new2");
    }

    @Test
    void aNameHasOneHandler() {
        assertThatIllegalStateException().isThrownBy(() -> rig.root().on("all", (connection, args) -> {}));
        rig.root().allowJoin((connection, room) -> true);
        assertThatIllegalStateException().isThrownBy(() -> rig.root().allowJoin((connection, room) -> true));
    }

    @Test
    void tooManyWaitingEventsStopTheReadingUntilHalfAreDone() {
        Rig bounded = new Rig(Rig.limits(limits -> limits.inbound(10, 1 << 20)));
        bounded.root().on("e", (connection, args) -> seen.add(args.size()));
        HandLink reader = bounded.start().connect();
        reader.say(IntStream.range(0, 9).mapToObj(i -> "[\"ev\",0,\"e\",[]]").toArray(String[]::new));
        assertThat(reader.reading).isTrue();
        reader.say("[\"ev\",0,\"e\",[]]");
        assertThat(reader.reading).isFalse();
        assertThat(bounded.gateway.stats().readPauses()).isEqualTo(1);
        bounded.settle();
        assertThat(reader.reading).isTrue();
        assertThat(seen).hasSize(10);
    }

    @Test
    void tooManyWaitingBytesStopTheReadingToo() {
        Rig bounded = new Rig(Rig.limits(limits -> limits.inbound(1_000, 1_000)));
        bounded.root().on("e", (connection, args) -> {});
        HandLink reader = bounded.start().connect();
        reader.say("[\"ev\",0,\"e\",[\"" + "x".repeat(1_100) + "\"]]");
        assertThat(reader.reading).isFalse();
        bounded.settle();
        assertThat(reader.reading).isTrue();
    }

    @Test
    void afterTheApplicationClosedItNothingOfAConnectionIsHandled() {
        rig.root().on("bye", (connection, args) -> connection.close(CloseReason.KICKED));
        say("[\"ev\",0,\"bye\",[]]", "[\"ev\",0,\"all\",[]]");
        assertThat(seen).isEmpty();
        assertThat(link.closes).containsExactly(CloseReason.KICKED);
    }

    @Test
    void whatWasReadBeforeALinkBrokeIsHandledThenItsEnd() {
        rig.root().onDisconnect((connection, reason) -> seen.add(connection.rooms() + " " + reason.code()));
        rig.root().on("join", (connection, args) -> connection.join("r"));
        link.say("[\"ev\",0,\"join\",[]]");
        rig.settle();
        link.say("[\"ev\",0,\"all\",[1]]");
        link.drop();
        rig.settle();
        assertThat(seen).containsExactly(1, "[r] 1006");
        assertThat(rig.gateway.stats().rooms()).isZero();
    }

    @Test
    void emitsOfABurstOfEventsLeaveTogether() {
        rig.root().on("shout", (connection, args) -> rig.root().emit("shouted", args));
        link.chunks.clear();
        link.say(IntStream.range(0, 16)
                .mapToObj(i -> "[\"ev\",0,\"shout\",[" + i + "]]")
                .toArray(String[]::new));
        rig.settle();
        assertThat(link.chunks).hasSize(1);
        assertThat(link.take()).hasSize(16);
    }

    @Test
    void aHandlerThatBlocksHoldsBackNothingForLong() {
        List<String> received = new ArrayList<>();
        rig.root().on("emit", (connection, args) -> rig.root().emit("early")).on("block", (connection, args) -> {
            link.lane.runOne();
            received.addAll(link.take());
            rig.time.step(rig.time.nanos() + 10_000_000);
            link.lane.runOne();
            received.add("after 5 ms");
            received.addAll(link.take());
        });
        link.say("[\"ev\",0,\"emit\",[]]", "[\"ev\",0,\"block\",[]]");
        rig.settle();
        assertThat(received).containsExactly("after 5 ms", "[\"ev\",0,\"early\",[]]");
    }

    @Test
    void aHandlerMayWaitForItsOwnClientsAnswer() {
        List<Args> answers = new ArrayList<>();
        rig.root().on("ask me", (connection, args) -> {
            CompletableFuture<Args> answer = connection.sendWithAck(Duration.ofSeconds(1), Event.of("question"));
            link.lane.runOne();
            link.say("[\"ack\",1,[42]]");
            rig.runHandler();
            answers.add(answer.getNow(null));
        });
        link.say("[\"ev\",0,\"ask me\",[]]", "[\"ev\",0,\"all\",[]]");
        rig.settle();
        assertThat(answers)
                .singleElement()
                .satisfies(args -> assertThat(args.get(0, Integer.class)).isEqualTo(42));
    }
}
