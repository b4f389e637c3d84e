package dev.keryx.proofs.gwkit;

import dev.keryx.Payload;
import dev.keryx.adapter.inmemory.InMemoryGateway;
import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.testkit.gateway.KeryxJsonHarness;
import dev.keryx.testkit.gateway.TextPipe;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Enters suspects into the contract. */
final class SuspectHarness implements KeryxJsonHarness {
    private final Queue<RealtimeGateway> made = new ConcurrentLinkedQueue<>();
    private final Twist twist;

    SuspectHarness(Suspect suspect) {
        this.twist = suspect.twist();
    }

    @Override
    public RealtimeGateway gateway(GatewayOptions options, @Nullable MessageBus bus) {
        InMemoryGateway.Builder builder =
                InMemoryGateway.builder().options(twist.options().apply(options));
        RealtimeGateway right = (bus == null ? builder : builder.bus(bus)).build();
        made.add(right);
        Deeds deeds = twist.deeds().get();
        deeds.bus = bus;
        return new SuspectGateway(right, deeds);
    }

    @Override
    public TextPipe open(RealtimeGateway gateway, TextPipe.Events events) {
        TextPipe.Events hearing = twist.hearing(events);
        InMemoryGateway right = (InMemoryGateway) ((SuspectGateway) gateway).right();
        return new Pipe(
                right.connect(new InMemoryGateway.Client() {
                    @Override
                    public void message(Payload message) {
                        hearing.text(message.utf8());
                    }

                    @Override
                    public void closed(CloseReason reason) {
                        hearing.closed(reason.code());
                    }
                }),
                twist.says().get());
    }

    /** Ends whatever a suspect did not end. */
    void closeAll() {
        made.forEach(RealtimeGateway::close);
    }

    private record Pipe(InMemoryGateway.Wire wire, Function<String, Stream<String>> says) implements TextPipe {
        @Override
        public void text(String text) {
            says.apply(text).forEach(wire::send);
        }

        @Override
        public void binary(byte[] bytes) {
            wire.send(Payload.of(bytes));
        }

        @Override
        public void stall() {
            wire.stall();
        }

        @Override
        public void resume() {
            wire.resume();
        }

        @Override
        public void close() {
            wire.close();
        }

        @Override
        public void drop() {
            wire.drop();
        }
    }
}
