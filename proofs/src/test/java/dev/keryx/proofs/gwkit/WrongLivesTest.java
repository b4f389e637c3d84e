package dev.keryx.proofs.gwkit;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.Audience;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.ConnectHandler;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.DisconnectHandler;
import dev.keryx.gateway.DrainPlan;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.EventHandler;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.gateway.Joined;
import dev.keryx.gateway.Members;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.gateway.Receipt;
import dev.keryx.proofs.kit.Daemon;
import dev.keryx.testkit.Eventually;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Gateways that begin, fail and end wrongly, or tell lies about it. */
class WrongLivesTest implements WrongGateways {
    @Override
    public List<Suspect> suspects() {
        return List.of(
                new Suspect("miscounts rooms", "GW-23", Twist.deeds(() -> miscounts(0, 0, 1))),
                new Suspect("says that the bus took it", "GW-54", Twist.deeds(SaysThatTheBusTookIt::new)),
                new Suspect("says that a join holds everywhere", "GW-56", Twist.deeds(SaysThatAJoinHolds::new)),
                new Suspect("claims to have asked all nodes", "GW-57", Twist.deeds(ClaimsToKnowAll::new)),
                new Suspect("glosses over what it cut off", "GW-60", Twist.deeds(Glosses::new)),
                new Suspect("waits for nobody", "GW-61", Twist.deeds(WaitsForNobody::new)),
                new Suspect("is deaf to close", "GW-62", Twist.deeds(IsDeafToClose::new)),
                new Suspect("keeps its address", "GW-63", Twist.deeds(KeepsItsAddress::new)),
                new Suspect("starts a thread when made", "GW-68", Twist.options(options -> {
                    Daemon.forEver();
                    return options;
                })),
                new Suspect("starts once only", "GW-69", Twist.deeds(StartsOnce::new)),
                new Suspect("gives up after one try", "GW-70", Twist.deeds(StartsOnce::new)),
                new Suspect("says that it lives again", "GW-71", Twist.deeds(LivesAgain::new)),
                new Suspect("closes its bus", "GW-72", Twist.deeds(ClosesItsBus::new)),
                new Suspect("swallows a second handler", "GW-73", Twist.deeds(SwallowsSecondHandlers::new)),
                new Suspect("closes whose handler fails", "GW-74", Twist.deeds(ClosesOnFailure::new)),
                new Suspect("keeps whom nobody set up", "GW-75", Twist.deeds(KeepsTheHalf::new)),
                new Suspect("asks a failing handler again", "GW-76", Twist.deeds(AsksAgain::new)),
                new Suspect("has its own reasons", "GW-77", Twist.deeds(HasItsOwnReasons::new)),
                new Suspect("leaves a thread behind", "GW-78", Twist.deeds(LeavesAThread::new)),
                new Suspect("remembers the dead", "GW-79", Twist.deeds(RemembersTheDead::new)),
                new Suspect("miscounts", "GW-80", Twist.deeds(() -> miscounts(0, 1, 0))),
                new Suspect("loses count of a crowd", "GW-90", Twist.deeds(LosesCountOfACrowd::new)));
    }

    private static Deeds miscounts(int links, int received, int rooms) {
        return new Deeds() {
            private long calls;

            @Override
            synchronized GatewayStats stats(RealtimeGateway right) {
                GatewayStats real = right.stats();
                calls++;
                return new GatewayStats(
                        real.links() + links,
                        real.connections(),
                        real.rooms() + rooms,
                        real.received() + received * calls,
                        real.emitted(),
                        real.delivered(),
                        real.dropped(),
                        real.handlerFailures(),
                        real.refused(),
                        real.readPauses());
            }
        };
    }

    private static final class SaysThatTheBusTookIt extends Deeds {
        @Override
        Receipt emit(Audience right, Event event) {
            return new Receipt(right.emit(event).local(), CompletableFuture.completedFuture(null));
        }
    }

    private static final class SaysThatAJoinHolds extends Deeds {
        @Override
        CompletableFuture<Joined> join(Connection right, String... rooms) {
            return right.join(rooms).thenApply(joined -> new Joined(joined.rooms(), true));
        }
    }

    private static final class ClaimsToKnowAll extends Deeds {
        @Override
        Members members(Audience right) {
            return new Boastful(right.members());
        }
    }

    private static final class Glosses extends Deeds {
        @Override
        CompletableFuture<DrainReport> drain(RealtimeGateway right, DrainPlan plan) {
            return right.drain(plan)
                    .thenApply(report -> new DrainReport(report.delivered() + report.discarded(), 0, 0));
        }
    }

    private static final class WaitsForNobody extends Deeds {
        /** Over before the test goes on, or a handler that is quick enough would be waited for by chance. */
        @Override
        CompletableFuture<DrainReport> drain(RealtimeGateway right, DrainPlan plan) {
            CompletableFuture<DrainReport> drained = right.drain(DrainPlan.within(Duration.ZERO));
            Eventually.done("a drain that waits for nobody", drained);
            return drained;
        }
    }

    private static final class IsDeafToClose extends Deeds {
        @Override
        void close(RealtimeGateway right) {}
    }

    private static final class KeepsItsAddress extends Deeds {
        @Override
        Optional<InetSocketAddress> address(RealtimeGateway right) {
            return Optional.of(InetSocketAddress.createUnresolved("127.0.0.1", 1));
        }
    }

    private static final class StartsOnce extends Deeds {
        private final AtomicBoolean started = new AtomicBoolean();

        @Override
        CompletableFuture<Void> start(RealtimeGateway right) {
            return started.getAndSet(true)
                    ? CompletableFuture.failedFuture(new KeryxException(ErrorCode.CLOSED, "one start is enough"))
                    : right.startAsync();
        }
    }

    private static final class LivesAgain extends Deeds {
        @Override
        CompletableFuture<Void> start(RealtimeGateway right) {
            return right.startAsync().exceptionally(ended -> null);
        }
    }

    private static final class ClosesItsBus extends Deeds {
        @Override
        void close(RealtimeGateway right) {
            right.close();
            MessageBus mine = bus;
            if (mine != null) {
                mine.close();
            }
        }
    }

    private static final class SwallowsSecondHandlers extends Deeds {
        @Override
        void register(Runnable registration) {
            try {
                registration.run();
            } catch (IllegalStateException second) {
                // the first one stays
            }
        }
    }

    private static final class ClosesOnFailure extends Deeds {
        @Override
        <T> void handle(EventHandler<T> next, Connection connection, T event) throws Exception {
            try {
                next.handle(connection, event);
            } catch (Throwable failure) {
                connection.close(CloseReason.KICKED);
                throw failure;
            }
        }
    }

    private static final class KeepsTheHalf extends Deeds {
        @Override
        void connected(ConnectHandler next, Connection connection) {
            try {
                next.connected(connection);
            } catch (Exception halfSetUp) {
                // never mind
            }
        }
    }

    private static final class AsksAgain extends Deeds {
        @Override
        void disconnected(DisconnectHandler next, Connection connection, CloseReason reason) throws Exception {
            try {
                next.disconnected(connection, reason);
            } catch (Exception failure) {
                next.disconnected(connection, reason);
            }
        }
    }

    private static final class HasItsOwnReasons extends Deeds {
        @Override
        void close(Connection right, CloseReason reason) {
            right.close(CloseReason.NORMAL);
        }
    }

    private static final class LeavesAThread extends Deeds {
        @Override
        CompletableFuture<Void> start(RealtimeGateway right) {
            Daemon.forEver();
            return right.startAsync();
        }
    }

    private static final class RemembersTheDead extends Deeds {
        private final Queue<Connection> seen = new ConcurrentLinkedQueue<>();

        @Override
        void connected(ConnectHandler next, Connection connection) throws Exception {
            seen.add(connection);
            next.connected(connection);
        }
    }

    private static final class LosesCountOfACrowd extends Deeds {
        private final AtomicInteger gone = new AtomicInteger();

        @Override
        void disconnected(DisconnectHandler next, Connection connection, CloseReason reason) throws Exception {
            if (gone.incrementAndGet() != 100) {
                next.disconnected(connection, reason);
            }
        }
    }
}
