package dev.keryx.gateway.link;

import java.util.List;

/** What clients and gateway say to each other, in bytes. Knows no link and no room. Stateless, safe on any thread. */
public interface WireProtocol {
    /** {@return the WebSocket subprotocol that asks for it, for example {@code keryx.v1.json}} */
    String name();

    /**
     * {@return whether one link can be in several namespaces. Where not, a refused hello and a closed connection end
     * the link}
     */
    default boolean manyNamespaces() {
        return false;
    }

    /**
     * Encodes once for all links of this protocol and framing.
     *
     * @param signal one that the gateway says
     * @param framing of the links it goes to
     * @return no frame at all where this protocol says nothing then
     */
    Encoded encode(Signal signal, Framing framing);

    /** {@return a decoder for one link, at its beginning} */
    Decoder decoder();

    /** The state of one link's inbound side. On its lane only. */
    interface Decoder {
        /**
         * Reads one text message.
         *
         * @param message whole, and UTF-8
         * @return what it says, in order; unmodifiable, may be empty
         * @throws MalformedException where it is not the protocol; the link is closed with its reason
         */
        List<Signal> text(byte[] message) throws MalformedException;

        /**
         * Reads one binary message, likewise.
         *
         * @param message whole
         * @return what it says, in order; unmodifiable, may be empty
         * @throws MalformedException where the protocol has no such message; the link is closed with its reason
         */
        List<Signal> binary(byte[] message) throws MalformedException;
    }
}
