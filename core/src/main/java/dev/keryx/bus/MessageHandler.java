package dev.keryx.bus;

/** Takes the messages of one subscription, one at a time. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Handles one message. Never called on an I/O thread and never concurrently with itself; may block, publish and close
     * its own subscription. Whatever it throws is counted, told to the observer, and costs this message only.
     *
     * @param message immutable, may be kept
     * @throws Exception anything
     */
    void handle(Message message) throws Exception;
}
