package dev.keryx.adapter.inmemory;

import dev.keryx.Payload;
import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.testkit.gateway.KeryxJsonContract;
import dev.keryx.testkit.gateway.KeryxJsonHarness;
import dev.keryx.testkit.gateway.RealtimeGatewayContract;
import dev.keryx.testkit.gateway.TextPipe;
import org.jspecify.annotations.Nullable;

/** On real threads, as in production. */
class InMemoryGatewayContractTest implements RealtimeGatewayContract, KeryxJsonContract {
    @Override
    public KeryxJsonHarness harness() {
        return new Wires();
    }

    private static final class Wires implements KeryxJsonHarness {
        @Override
        public RealtimeGateway gateway(GatewayOptions options, @Nullable MessageBus bus) {
            InMemoryGateway.Builder builder =
                    InMemoryGateway.builder().options(options).lanes(2);
            return bus == null ? builder.build() : builder.bus(bus).build();
        }

        @Override
        public TextPipe open(RealtimeGateway gateway, TextPipe.Events events) {
            return new Pipe(((InMemoryGateway) gateway).connect(new InMemoryGateway.Client() {
                @Override
                public void message(Payload message) {
                    events.text(message.utf8());
                }

                @Override
                public void closed(CloseReason reason) {
                    events.closed(reason.code());
                }
            }));
        }
    }

    private record Pipe(InMemoryGateway.Wire wire) implements TextPipe {
        @Override
        public void text(String text) {
            wire.send(text);
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
