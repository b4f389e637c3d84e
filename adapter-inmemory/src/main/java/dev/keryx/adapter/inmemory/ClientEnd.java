package dev.keryx.adapter.inmemory;

import dev.keryx.Payload;
import dev.keryx.gateway.CloseReason;
import java.nio.charset.StandardCharsets;

/** A client's end of a wire: hands to the wire's lane what the client does. */
final class ClientEnd implements InMemoryGateway.Wire {
    private final InMemoryLane lane;
    private final WireLink link;

    ClientEnd(InMemoryLane lane, WireLink link) {
        this.lane = lane;
        this.link = link;
    }

    @Override
    public void send(String text) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        lane.execute(() -> link.arrive(message.length, events -> events.text(message)));
    }

    @Override
    public void send(Payload message) {
        lane.execute(() -> link.arrive(message.size(), events -> events.binary(message.toByteArray())));
    }

    @Override
    public void stall() {
        lane.execute(link::stall);
    }

    @Override
    public void resume() {
        lane.execute(link::resume);
    }

    @Override
    public void drop() {
        lane.execute(link::drop);
    }

    @Override
    public void close() {
        lane.execute(() -> link.arrive(0, events -> link.hangUp(CloseReason.NORMAL)));
    }

    /** The end of a wire that never came to be. */
    enum Refused implements InMemoryGateway.Wire {
        WIRE;

        @Override
        public void send(String text) {}

        @Override
        public void send(Payload message) {}

        @Override
        public void stall() {}

        @Override
        public void resume() {}

        @Override
        public void drop() {}

        @Override
        public void close() {}
    }
}
