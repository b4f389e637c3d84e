package dev.keryx.adapter.websocket.netty;

import dev.keryx.Registration;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import org.jspecify.annotations.Nullable;

/**
 * All wires of a lane, so that they can be closed: an event loop that is shut down does not always close what it still has. A
 * list through small entries, one a wire, which also give the arrival back at the wire's end. Confined to its lane.
 */
final class Wires {
    private @Nullable Wire first;

    /** Keeps the wire and its arrival until it has ended. */
    @SuppressWarnings("FutureReturnValueIgnored") // the listener is all that is wanted
    void add(Channel channel, Registration arrival) {
        channel.closeFuture().addListener(new Wire(this, channel, arrival));
    }

    /** Closes all; whoever has read what we said sees an orderly end. */
    void closeAll() {
        for (Wire wire = first; wire != null; wire = wire.next) {
            Parting.close(wire.channel);
        }
    }

    /** One of them. */
    private static final class Wire implements ChannelFutureListener {
        private final Wires owner;
        private final Channel channel;
        private final Registration arrival;
        private @Nullable Wire previous;
        private @Nullable Wire next;

        Wire(Wires owner, Channel channel, Registration arrival) {
            this.owner = owner;
            this.channel = channel;
            this.arrival = arrival;
            Wire second = owner.first;
            this.next = second;
            if (second != null) {
                second.previous = this;
            }
            owner.first = this;
        }

        /** The wire has ended. Keeps its own link forward, so that a walk over the list goes on. */
        @Override
        public void operationComplete(ChannelFuture closed) {
            Wire before = previous;
            Wire after = next;
            if (before == null) {
                owner.first = after;
            } else {
                before.next = after;
            }
            if (after != null) {
                after.previous = before;
            }
            arrival.close();
        }
    }
}
