package dev.keryx.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.keryx.gateway.Refusal;
import org.junit.jupiter.api.Test;

/** A handler that throws is the test's business, unless the test says that it knows. */
class UnaskedFailuresTest {
    private final Simulation simulation = Simulation.create();
    private final Simulation.Node node = simulation.node("a");

    @Test
    void closeFailsOnWhatAHandlerThrew() {
        node.gateway().root().on("boom", (connection, args) -> {
            throw new IllegalStateException("a faulty handler");
        });
        node.connect().send("boom");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(simulation::close)
                .withMessageContaining("a faulty handler")
                .satisfies(error ->
                        assertThat(error.getSuppressed()).singleElement().isInstanceOf(IllegalStateException.class));
        assertThatNoException().isThrownBy(simulation::close);
    }

    @Test
    void closeFailsOnWhatAHandlerOfTheBusThrew() {
        node.bus().subscribe("topic", message -> {
            throw new AssertionError("not what the test expects");
        });
        simulation.settle();
        node.bus().publish("topic", "x").join();

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(simulation::close)
                .withMessageContaining("not what the test expects");
    }

    @Test
    void whoeverAsksKnows() {
        node.gateway().root().on("boom", (connection, args) -> {
            throw new IllegalStateException("a faulty handler");
        });
        FakeClient.Ack answer = node.connect().ask("boom");

        assertThat(answer.expectRefusal())
                .isEqualTo(Refusal.of("INTERNAL", answer.expectRefusal().message()));
        assertThat(simulation.failures()).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(simulation.failures()).isEmpty();
        assertThatNoException().isThrownBy(simulation::close);
    }

    @Test
    void aRefusalIsAnAnswer() {
        node.gateway().root().answer("ask", (connection, args) -> {
            throw Refusal.of("NO", "not today").toException();
        });
        node.connect().ask("ask").expectRefusal();
        assertThatNoException().isThrownBy(simulation::close);
    }
}
