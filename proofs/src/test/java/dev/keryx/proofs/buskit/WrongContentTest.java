package dev.keryx.proofs.buskit;

import dev.keryx.Headers;
import dev.keryx.Payload;
import dev.keryx.bus.BusObserver;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageId;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.proofs.kit.Daemon;
import dev.keryx.testkit.Eventually;
import java.security.SecureRandom;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Buses out of which comes something else than went in. */
class WrongContentTest implements WrongBuses {
    private static final int MAGIC = 0xF54B58;

    @Override
    public List<Suspect> suspects() {
        return List.of(
                new Suspect("reads the published array later", "BUS-01", Twist.bus(ReadsLater::new)),
                new Suspect(
                        "cuts payloads at 64 KiB",
                        "BUS-25",
                        publishing(message -> with(
                                message,
                                message.payload()
                                        .slice(
                                                0,
                                                Math.min(
                                                        1 << 16,
                                                        message.payload().size()))))),
                new Suspect("loses empty payloads", "BUS-25", Twist.handlers(next -> message -> {
                    if (!message.payload().isEmpty()) {
                        next.handle(message);
                    }
                })),
                new Suspect("drops headers", "BUS-26", publishing(message -> message.withHeaders(Headers.empty()))),
                new Suspect(
                        "sorts headers",
                        "BUS-26",
                        publishing(message -> message.withHeaders(
                                Headers.of(new TreeMap<>(message.headers().asMap()))))),
                new Suspect("turns headers round", "BUS-26", publishing(WrongContentTest::turned)),
                new Suspect(
                        "gives each receiver another id",
                        "BUS-27",
                        Twist.handlers(next -> message -> next.handle(new Message(
                                message.topic(),
                                message.payload(),
                                message.headers(),
                                message.timestamp().orElse(null),
                                someId())))),
                new Suspect(
                        "keeps whole seconds only",
                        "BUS-27",
                        Twist.handlers(next -> message -> next.handle(new Message(
                                message.topic(),
                                message.payload(),
                                message.headers(),
                                message.timestamp()
                                        .map(time -> time.truncatedTo(ChronoUnit.SECONDS))
                                        .orElse(null),
                                message.id().orElse(null))))),
                new Suspect(
                        "sends what is too large in part",
                        "BUS-28",
                        publishing(message -> with(
                                message,
                                message.payload()
                                        .slice(0, Math.min(message.payload().size(), 4_000_000))))),
                new Suspect("does not listen to foreign programs", "BUS-29", Twist.handlers(next -> message -> {
                    if (message.id().isPresent()) {
                        next.handle(message);
                    }
                })),
                new Suspect(
                        "takes a payload for an envelope where there is none",
                        "BUS-29",
                        Twist.handlers(next -> message -> {
                            if (message.id().isPresent()
                                    || message.payload().size() < 4
                                    || message.payload().intAt(0) >>> 8 != MAGIC) {
                                next.handle(message);
                            }
                        })),
                new Suspect(
                        "says nothing of damaged frames",
                        "BUS-30",
                        Twist.busOptions(options -> options.observer(BusObserver.NONE))),
                new Suspect(
                        "takes frames of any size",
                        "BUS-88",
                        Twist.transport(right -> new ForwardingTransport(right, Boundless::new))),
                new Suspect(
                        "says nothing of what is too large for it",
                        "BUS-88",
                        Twist.subscribeOptions(options -> SubscribeOptions.DEFAULT)));
    }

    private static Twist publishing(java.util.function.UnaryOperator<Message> change) {
        return Twist.publishes((right, message) -> right.publish(change.apply(message)));
    }

    private static Message with(Message message, Payload payload) {
        return Message.to(message.topic(), payload).withHeaders(message.headers());
    }

    private static Message turned(Message message) {
        List<Map.Entry<String, String>> entries =
                new ArrayList<>(message.headers().asMap().entrySet());
        Collections.reverse(entries);
        Map<String, String> turned = new LinkedHashMap<>();
        entries.forEach(entry -> turned.put(entry.getKey(), entry.getValue()));
        return message.withHeaders(Headers.of(turned));
    }

    private static MessageId someId() {
        byte[] bytes = new byte[MessageId.BYTES];
        new SecureRandom().nextBytes(bytes);
        return MessageId.readFrom(bytes, 0);
    }

    private static final class Boundless extends ForwardingLink {
        Boundless(BusLink right) {
            super(right);
        }

        @Override
        public int maxFrameBytes() {
            return Integer.MAX_VALUE;
        }
    }

    private static final class ReadsLater extends ForwardingBus {
        ReadsLater(MessageBus right) {
            super(right);
        }

        /** Waits until the caller has written into its array, as every unlucky moment does. */
        @Override
        public CompletableFuture<Void> publish(String topic, byte[] payload) {
            byte[] before = payload.clone();
            CompletableFuture<Void> answer = new CompletableFuture<>();
            Daemon.run(() -> {
                Eventually.that("the array was changed", () -> !Arrays.equals(before, payload), () -> "no change");
                super.publish(Message.to(topic, Payload.of(payload))).join();
                answer.complete(null);
            });
            return answer;
        }
    }
}
