package dev.keryx.testkit.gateway;

import java.util.function.Consumer;

/** A client's end of a wire that carries whole messages. Safe on any thread, never blocks; after its end all is a no-op. */
public interface TextPipe {
    /**
     * Sends a text message.
     *
     * @param text as it is
     */
    void text(String text);

    /**
     * Sends a binary message.
     *
     * @param bytes as they are
     */
    void binary(byte[] bytes);

    /** Reads nothing from the wire from now on, so that what the gateway sends piles up on the way. */
    void stall();

    /** Reads again. */
    void resume();

    /** Ends it in the wire's own polite way. */
    void close();

    /** Breaks it, without a word to the other side. */
    void drop();

    /**
     * A pipe over a client that has a method for each of these already.
     *
     * @param text as {@link #text}
     * @param binary as {@link #binary}
     * @param stall as {@link #stall}
     * @param resume as {@link #resume}
     * @param close as {@link #close}
     * @param drop as {@link #drop}
     * @return calls these and nothing else
     */
    static TextPipe of(
            Consumer<String> text,
            Consumer<byte[]> binary,
            Runnable stall,
            Runnable resume,
            Runnable close,
            Runnable drop) {
        return new PipeOfParts(text, binary, stall, resume, close, drop);
    }

    /** What comes over a wire. */
    interface Events {
        /**
         * A text message.
         *
         * @param text whole
         */
        void text(String text);

        /**
         * The wire has ended; the last call.
         *
         * @param code as in WebSocket; 1006 where it broke or never came to be
         */
        void closed(int code);
    }
}
