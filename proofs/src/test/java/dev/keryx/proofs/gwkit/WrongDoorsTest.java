package dev.keryx.proofs.gwkit;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.DisconnectHandler;
import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.Handshake;
import dev.keryx.gateway.HandshakeStep;
import dev.keryx.gateway.JoinGuard;
import dev.keryx.gateway.Joined;
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.proofs.kit.Daemon;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Gateways that let in the wrong ones, or put them into the wrong rooms. */
class WrongDoorsTest implements WrongGateways {
    private static final Duration FOREVER = Duration.ofHours(1);

    @Override
    public List<Suspect> suspects() {
        return List.of(
                new Suspect("joins later", "GW-21", Twist.deeds(JoinsLater::new)),
                new Suspect("does not know its rooms", "GW-22", Twist.deeds(KnowsNoRooms::new)),
                new Suspect("lets the dead join", "GW-24", Twist.deeds(LetsTheDeadJoin::new)),
                new Suspect("forgets to leave now and then", "GW-25", Twist.deeds(ForgetsToLeave::new)),
                new Suspect("forgets the rooms that a step granted", "GW-41", Twist.deeds(GrantsNoRooms::new)),
                new Suspect("lets in whoever makes a step fail", "GW-42", Twist.deeds(LetsInOnFailure::new)),
                new Suspect("lets in before it knows", "GW-43", Twist.deeds(LetsInAtOnce::new)),
                new Suspect("asks nobody who says nothing", "GW-44", Twist.deeds(LetsInTheAnonymous::new)),
                new Suspect("grants rooms too late", "GW-45", Twist.deeds(GrantsNoRooms::new)),
                new Suspect(
                        "waits for a handshake for ever",
                        "GW-46",
                        Twist.limits(limits -> limits.handshakeWithin(FOREVER).helloWithin(FOREVER))),
                new Suspect("says twice that a client is gone", "GW-47", Twist.deeds(SaysGoneTwice::new)),
                new Suspect("knows one namespace only", "GW-48", Twist.deeds(KnowsOneNamespace::new)),
                new Suspect("forgets every fourth join", "GW-53", Twist.deeds(ForgetsToJoin::new)),
                new Suspect("counts no rooms", "GW-64", Twist.limits(limits -> limits.rooms(GatewayLimits.OFF))),
                new Suspect(
                        "counts no joins", "GW-65", Twist.limits(limits -> limits.joinsPerSecond(GatewayLimits.OFF))),
                new Suspect(
                        "counts no messages",
                        "GW-66",
                        Twist.limits(limits -> limits.messageRate(GatewayLimits.OFF, GatewayLimits.OFF))),
                new Suspect(
                        "counts no links",
                        "GW-67",
                        Twist.limits(limits -> limits.connections(GatewayLimits.OFF, GatewayLimits.OFF)
                                .acceptsPerSecond(GatewayLimits.OFF))),
                new Suspect("lets clients join whatever they like", "GW-84", Twist.deeds(AllowsAll::new)));
    }

    private static final class JoinsLater extends Deeds {
        @Override
        CompletableFuture<Joined> join(Connection right, String... rooms) {
            CompletableFuture<Joined> later = new CompletableFuture<>();
            Daemon.run(() -> right.join(rooms).thenAccept(later::complete));
            return later;
        }
    }

    private static final class KnowsNoRooms extends Deeds {
        @Override
        Set<String> rooms(Connection right) {
            return Set.of();
        }
    }

    private static final class LetsTheDeadJoin extends Deeds {
        @Override
        CompletableFuture<Joined> join(Connection right, String... rooms) {
            return right.join(rooms).exceptionally(ended -> new Joined(Set.of(rooms), true));
        }
    }

    private static final class ForgetsToLeave extends Deeds {
        private final AtomicInteger leaves = new AtomicInteger();

        @Override
        void leave(Connection right, String... rooms) {
            if (leaves.incrementAndGet() % 100 != 0) {
                right.leave(rooms);
            }
        }
    }

    private static final class GrantsNoRooms extends Deeds {
        @Override
        Decision check(HandshakeStep next, Handshake handshake) throws Exception {
            Decision decision = next.check(handshake);
            return decision instanceof Decision.Accept accept && !accept.rooms().isEmpty()
                    ? Decision.accept()
                    : decision;
        }
    }

    private static final class LetsInOnFailure extends Deeds {
        @Override
        Decision check(HandshakeStep next, Handshake handshake) {
            try {
                return next.check(handshake);
            } catch (Throwable failure) {
                return Decision.accept();
            }
        }
    }

    private static final class LetsInAtOnce extends Deeds {
        @Override
        Decision check(HandshakeStep next, Handshake handshake) {
            Daemon.run(() -> next.check(handshake));
            return Decision.accept();
        }
    }

    private static final class LetsInTheAnonymous extends Deeds {
        @Override
        Decision check(HandshakeStep next, Handshake handshake) throws Exception {
            return handshake.auth(Object.class) == null ? Decision.accept() : next.check(handshake);
        }
    }

    private static final class SaysGoneTwice extends Deeds {
        @Override
        void disconnected(DisconnectHandler next, Connection connection, CloseReason reason) throws Exception {
            next.disconnected(connection, reason);
            next.disconnected(connection, reason);
        }
    }

    private static final class KnowsOneNamespace extends Deeds {
        @Override
        Namespace namespace(RealtimeGateway right, String path) {
            return right.namespace("/");
        }
    }

    private static final class ForgetsToJoin extends Deeds {
        private final AtomicInteger joins = new AtomicInteger();

        @Override
        CompletableFuture<Joined> join(Connection right, String... rooms) {
            return joins.incrementAndGet() % 4 == 0
                    ? CompletableFuture.completedFuture(new Joined(Set.of(rooms), true))
                    : right.join(rooms);
        }
    }

    private static final class AllowsAll extends Deeds {
        @Override
        boolean allows(JoinGuard next, Connection connection, String room) {
            return true;
        }
    }
}
