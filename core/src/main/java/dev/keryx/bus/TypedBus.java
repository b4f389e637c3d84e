package dev.keryx.bus;

import dev.keryx.Codec;
import java.util.concurrent.CompletableFuture;

/**
 * A bus that carries values of one type. A message that does not decode counts as a handler failure and costs itself only.
 *
 * @param <T> the values
 */
public final class TypedBus<T> {
    /**
     * Takes messages with their decoded value, under the rules of {@link MessageHandler}.
     *
     * @param <T> the values
     */
    @FunctionalInterface
    public interface Handler<T> {
        /**
         * Handles one message.
         *
         * @param message as it came
         * @param value its payload, decoded
         * @throws Exception anything
         */
        void handle(Message message, T value) throws Exception;
    }

    private final MessageBus bus;
    private final Codec<T> codec;

    TypedBus(MessageBus bus, Codec<T> codec) {
        this.bus = bus;
        this.codec = codec;
    }

    /**
     * As {@link MessageBus#publish(Message)}; what the codec throws comes out here, at once.
     *
     * @param topic where to, see {@link Topic#of}
     * @param value encoded in the caller
     * @return as there
     */
    public CompletableFuture<Void> publish(String topic, T value) {
        return bus.publish(Message.to(topic, codec.encode(value)));
    }

    /**
     * As {@link #subscribe(String, SubscribeOptions, Handler)}, with the default options.
     *
     * @param filter see {@link TopicFilter#of}
     * @param handler takes what decodes
     * @return as there
     */
    public Subscription subscribe(String filter, Handler<T> handler) {
        return subscribe(filter, SubscribeOptions.DEFAULT, handler);
    }

    /**
     * As {@link MessageBus#subscribe(String, SubscribeOptions, MessageHandler)}.
     *
     * @param filter see {@link TopicFilter#of}
     * @param options buffer, overflow and gaps
     * @param handler takes what decodes
     * @return as there
     */
    public Subscription subscribe(String filter, SubscribeOptions options, Handler<T> handler) {
        return bus.subscribe(filter, options, message -> handler.handle(message, codec.decode(message.payload())));
    }
}
