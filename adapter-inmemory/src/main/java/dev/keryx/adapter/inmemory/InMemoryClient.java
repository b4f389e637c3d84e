package dev.keryx.adapter.inmemory;

import dev.keryx.Payload;
import dev.keryx.gateway.CloseReason;
import java.util.function.Consumer;

/** A client made of what it does with a message and with the end. */
record InMemoryClient(Consumer<Payload> onMessage, Consumer<CloseReason> onClose) implements InMemoryGateway.Client {
    @Override
    public void message(Payload message) {
        onMessage.accept(message);
    }

    @Override
    public void closed(CloseReason reason) {
        onClose.accept(reason);
    }
}
