package dev.keryx.gateway.link;

/** How messages are delimited on a wire. */
public enum Framing {
    /** As WebSocket frames (RFC 6455, section 5.2): the header stands inside the encoded bytes. */
    WEBSOCKET {
        @Override
        public byte[] frame(byte[] message, boolean binary) {
            int length = message.length;
            int header = length < 126 ? 2 : length < 1 << 16 ? 4 : 10;
            byte[] frame = new byte[header + length];
            frame[0] = (byte) (binary ? 0x82 : 0x81);
            if (header == 2) {
                frame[1] = (byte) length;
            } else {
                frame[1] = (byte) (header == 4 ? 126 : 127);
                for (int i = header - 1, rest = length; i >= 2; i--, rest >>>= 8) {
                    frame[i] = (byte) rest;
                }
            }
            System.arraycopy(message, 0, frame, header, length);
            return frame;
        }
    },
    /** Not at all: the wire keeps messages apart by itself. */
    BARE {
        @Override
        public byte[] frame(byte[] message, boolean binary) {
            return message;
        }
    };

    /**
     * The message as it goes over the wire, from server to client.
     *
     * <pre>
     *   +--------+--------+----------------+---------+
     *   | 81/82  | length | longer length  | message |
     *   |  1 B   |  1 B   |   0, 2 or 8 B  |         |
     *   +--------+--------+----------------+---------+
     * </pre>
     *
     * @param message whole; UTF-8 where it is text
     * @param binary false: text
     * @return may be the message itself
     */
    public abstract byte[] frame(byte[] message, boolean binary);
}
