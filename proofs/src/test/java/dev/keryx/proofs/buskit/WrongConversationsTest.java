package dev.keryx.proofs.buskit;

import dev.keryx.Headers;
import dev.keryx.Payload;
import dev.keryx.bus.Capability;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Buses over which questions find no answer, or the wrong one. */
class WrongConversationsTest implements WrongBuses {
    @Override
    public List<Suspect> suspects() {
        return List.of(
                new Suspect("forgets headers", "BUS-74", sending(message -> message.withHeaders(Headers.empty()))),
                new Suspect("gives every question one number", "BUS-74", sending(message -> header(message, "1"))),
                new Suspect(
                        "says that everything was sent",
                        "BUS-75",
                        Twist.publishes((right, message) -> right.publish(message)
                                .exceptionallyCompose(failure -> CompletableFuture.completedFuture(null)))),
                new Suspect("gives answers another number", "BUS-75", sending(message -> header(message, "0"))),
                new Suspect(
                        "brings refusals without their text",
                        "BUS-76",
                        sending(message ->
                                new Message(message.topic(), Payload.empty(), message.headers(), null, null))),
                new Suspect("claims headers that it has not", "BUS-77", Twist.bus(Boastful::new)));
    }

    private static Twist sending(UnaryOperator<Message> twist) {
        return Twist.publishes(
                (right, message) -> right.publish(message.topic().isReserved() ? twist.apply(message) : message));
    }

    private static Message header(Message answer, String number) {
        return answer.withHeader("kx-question", number);
    }

    private static final class Boastful extends ForwardingBus {
        Boastful(MessageBus right) {
            super(right);
        }

        @Override
        public Set<Capability> capabilities() {
            return EnumSet.allOf(Capability.class);
        }
    }
}
