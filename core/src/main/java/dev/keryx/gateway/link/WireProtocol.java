package dev.keryx.gateway.link;

import java.util.List;

/** What clients and gateway say to each other, in bytes. Knows no link and no room. Stateless, safe on any thread. */
public interface WireProtocol {
    /** The WebSocket subprotocol that asks for it, for example {@code keryx.v1.json}. */
    String name();

    /** Whether one link can be in several namespaces. Where not, a refused hello and a closed connection end the link. */
    default boolean manyNamespaces() {
        return false;
    }

    /** Encodes once for all links of this protocol and framing. */
    Encoded encode(Signal signal, Framing framing);

    /** A decoder for one link. */
    Decoder decoder();

    /** The state of one link's inbound side. On its lane only. */
    interface Decoder {
        /**
         * Reads one text message.
         *
         * @return what it says, in order; unmodifiable, may be empty
         * @throws MalformedException where it is not the protocol; the link is closed with its reason
         */
        List<Signal> text(byte[] message) throws MalformedException;

        /** Reads one binary message, likewise. */
        List<Signal> binary(byte[] message) throws MalformedException;
    }
}
