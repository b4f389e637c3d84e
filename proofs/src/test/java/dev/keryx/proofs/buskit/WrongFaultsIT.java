package dev.keryx.proofs.buskit;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.Gap;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.Capability;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.WhileDisconnected;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.BusTransport;
import dev.keryx.bus.transport.Sink;
import dev.keryx.examples.transport.TcpHub;
import dev.keryx.examples.transport.TcpTransport;
import dev.keryx.proofs.kit.ContractRun;
import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.BusWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Buses that cannot stand a network that fails; over sockets, so that there is one. */
class WrongFaultsIT implements WrongBuses {
    private static final Duration AGES = Duration.ofHours(1);
    private static final Duration NO_TIME = Duration.ofMillis(100);

    @Override
    public BusHarness harness(Suspect suspect) {
        TcpHub hub = new TcpHub(0);
        return BusWorld.of(options -> suspect.bus(new TcpTransport(hub.address()), options))
                .reachedBy(() -> new BusHarness.Route(
                        hub.address(), (at, options) -> suspect.bus(new TcpTransport(at), options)))
                .countedBy(hub::followers)
                .closing(hub::close);
    }

    /** So that the others fail by what they do. */
    @Test
    void theRightBusPasses() {
        ContractRun run = KitRun.rules(
                () -> harness(Suspect.INNOCENT), "BUS-80", "BUS-81", "BUS-82", "BUS-84", "BUS-85", "BUS-86");
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isNotEmpty();
    }

    @Override
    public List<Suspect> suspects() {
        return List.of(
                new Suspect(
                        "keeps its holes to itself",
                        "BUS-80",
                        Twist.subscribeOptions(
                                options -> Options.gapHandlers(options, Options.deafTo(Gap.Cause.RECONNECT)))),
                new Suspect(
                        "never finds out that nobody answers",
                        "BUS-81",
                        Twist.busOptions(options -> options.heartbeat(AGES, AGES))),
                new Suspect(
                        "leaves whoever does not answer at once",
                        "BUS-81",
                        Twist.busOptions(options -> options.heartbeat(options.heartbeatPause(), NO_TIME))),
                new Suspect("sends again what was not answered", "BUS-82", WrongFaultsIT::insistent),
                new Suspect(
                        "says of what was not answered that it was not sent",
                        "BUS-82",
                        publishing(
                                ErrorCode.OUTCOME_UNKNOWN,
                                (right, message) -> CompletableFuture.failedFuture(
                                        new KeryxException(ErrorCode.UNAVAILABLE, "not sent")))),
                new Suspect(
                        "keeps what overflows, too",
                        "BUS-84",
                        publishing(ErrorCode.OVERFLOW, (right, message) -> new CompletableFuture<>())),
                new Suspect("comes back with all but one of its filters", "BUS-85", Twist.transport(Forgetful::new)),
                new Suspect("subscribes by a spare connection, too", "BUS-85", Twist.transport(Doubled::new)),
                new Suspect("forgets what it has just begun to use", "BUS-86", Twist.transport(Negligent::new)));
    }

    /** Waits for the next link, and sends it by that. */
    private static MessageBus insistent(BusTransport transport, BusOptions options) {
        WhileDisconnected waits = WhileDisconnected.buffer(1_000, 1 << 20, AGES);
        return publishing(ErrorCode.OUTCOME_UNKNOWN, MessageBus::publish)
                .on(transport, options.whileDisconnected(waits));
    }

    /** Does something else with what has failed so. */
    private static Twist publishing(ErrorCode failed, Twist.Publishing instead) {
        return Twist.publishes((right, message) -> right.publish(message)
                .exceptionallyCompose(failure -> failure instanceof KeryxException known && known.code() == failed
                        ? instead.publish(right, message)
                        : CompletableFuture.failedFuture(failure)));
    }

    /** Two links at a time, of which one is heard. */
    private record Doubled(BusTransport right) implements BusTransport {
        private static final Sink DEAF = new Sink() {
            @Override
            public void frame(@Nullable TopicFilter via, Topic topic, Payload bytes) {}

            @Override
            public void missed(Set<TopicFilter> filters, Throwable cause) {}

            @Override
            public void revoked(Set<TopicFilter> filters, Throwable cause) {}

            @Override
            public void lost(Throwable cause) {}
        };

        @Override
        public Set<Capability> capabilities() {
            return right.capabilities();
        }

        @Override
        public CompletableFuture<BusLink> open(Sink sink) {
            return right.open(sink).thenCombine(right.open(DEAF), Doubled::both);
        }

        private static BusLink both(BusLink heard, BusLink spare) {
            return new ForwardingLink(heard) {
                @Override
                public CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> filters) {
                    return super.add(filters).thenCombine(spare.add(filters), (refused, unused) -> refused);
                }

                @Override
                public CompletableFuture<Void> close() {
                    return CompletableFuture.allOf(super.close(), spare.close());
                }
            };
        }

        @Override
        public CompletableFuture<Void> release() {
            return right.release();
        }
    }

    /** Closes a link only if the broker has answered on it. */
    private record Negligent(BusTransport right) implements BusTransport {
        @Override
        public Set<Capability> capabilities() {
            return right.capabilities();
        }

        @Override
        public CompletableFuture<BusLink> open(Sink sink) {
            return right.open(sink).thenApply(Begun::new);
        }

        @Override
        public CompletableFuture<Void> release() {
            return completedFuture(null);
        }

        private static final class Begun extends ForwardingLink {
            private volatile boolean answered;

            Begun(BusLink right) {
                super(right);
            }

            @Override
            public CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> filters) {
                return super.add(filters).whenComplete((refused, failure) -> answered = failure == null);
            }

            @Override
            public CompletableFuture<Void> close() {
                return answered ? super.close() : completedFuture(null);
            }
        }
    }
}
