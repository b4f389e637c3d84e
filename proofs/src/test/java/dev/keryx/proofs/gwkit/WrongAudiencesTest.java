package dev.keryx.proofs.gwkit;

import dev.keryx.gateway.Audience;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.EventHandler;
import dev.keryx.gateway.Receipt;
import dev.keryx.gateway.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Gateways that emit to the wrong ones, too often, too seldom or in the wrong order. */
class WrongAudiencesTest implements WrongGateways {
    @Override
    public List<Suspect> suspects() {
        return List.of(
                new Suspect("forgets whoever came last", "GW-11", Twist.deeds(ForgetsTheLast::new)),
                new Suspect("emits to each of several targets by itself", "GW-12", Twist.deeds(Separately::new)),
                new Suspect("ignores exceptions", "GW-13", Twist.deeds(IgnoresExcept::new)),
                new Suspect("takes nobody for everybody", "GW-14", Twist.deeds(EmptyIsEverybody::new)),
                new Suspect("changes an audience in place", "GW-15", Twist.deeds(ChangesInPlace::new)),
                new Suspect("knows no users", "GW-16", Twist.deeds(KnowsNoUsers::new)),
                new Suspect("counts its audience later", "GW-17", Twist.deeds(EmitsLate::new)),
                new Suspect("sends to everybody", "GW-18", Twist.deeds(SendsToAll::new)),
                new Suspect("swaps neighbours", "GW-19", Twist.deeds(Swaps::new)),
                new Suspect("forgets every hundredth emit", "GW-20", Twist.deeds(() -> new ForgetsSome(100))),
                new Suspect("forgets emits to quick clients", "GW-35", Twist.deeds(() -> new ForgetsSome(5))),
                new Suspect("queues what may be dropped", "GW-39", Twist.deeds(QueuesAll::new)),
                new Suspect("queues what is outdated", "GW-40", Twist.deeds(QueuesAll::new)),
                new Suspect("keeps to itself", "GW-49", Twist.deeds(KeepsToItself::new)),
                new Suspect("hears its own echo", "GW-50", Twist.deeds(HearsItself::new)),
                new Suspect("forgets exceptions on other nodes", "GW-51", Twist.deeds(IgnoresExcept::new)),
                new Suspect("swaps neighbours on other nodes", "GW-52", Twist.deeds(Swaps::new)),
                new Suspect("knows nothing local", "GW-58", Twist.deeds(NothingIsLocal::new)));
    }

    static Receipt nowhere() {
        return new Receipt(0, CompletableFuture.completedFuture(null));
    }

    private static final class ForgetsTheLast extends Deeds {
        private volatile @Nullable Connection last;

        @Override
        <T> void handle(EventHandler<T> next, Connection connection, T event) throws Exception {
            last = connection;
            super.handle(next, connection, event);
        }

        @Override
        Receipt emit(Audience right, Event event) {
            Connection forgotten = last;
            return forgotten == null
                    ? right.emit(event)
                    : right.except(forgotten).emit(event);
        }
    }

    private static final class Separately extends Deeds {
        @Override
        Audience to(Audience right, Collection<Target> targets) {
            return new SuspectAudience(right.to(targets), this) {
                @Override
                public Receipt emit(Event event) {
                    Receipt receipt = right.to(List.of()).emit(event);
                    for (Target target : targets) {
                        receipt = right.to(List.of(target)).emit(event);
                    }
                    return receipt;
                }
            };
        }
    }

    private static final class IgnoresExcept extends Deeds {
        @Override
        Audience except(Audience right, Collection<Target> targets) {
            return right;
        }
    }

    private static final class EmptyIsEverybody extends Deeds {
        @Override
        Audience to(Audience right, Collection<Target> targets) {
            return targets.isEmpty() ? right : right.to(targets);
        }
    }

    private static final class ChangesInPlace extends Deeds {
        @Override
        Audience to(Audience right, Collection<Target> targets) {
            return new SuspectAudience(right.to(targets), this) {
                private final List<Target> except = new ArrayList<>();

                @Override
                public Audience except(Collection<Target> more) {
                    except.addAll(more);
                    return this;
                }

                @Override
                public Receipt emit(Event event) {
                    return right.except(except).emit(event);
                }

                @Override
                public Audience to(Collection<Target> more) {
                    return this;
                }
            };
        }
    }

    private static final class KnowsNoUsers extends Deeds {
        @Override
        Audience to(Audience right, Collection<Target> targets) {
            return right.to(targets.stream()
                    .filter(target -> !(target instanceof Target.User))
                    .toList());
        }
    }

    private static final class EmitsLate extends Deeds {
        private @Nullable Runnable late;

        private synchronized void flush() {
            Runnable now = late;
            late = null;
            if (now != null) {
                now.run();
            }
        }

        @Override
        Receipt emit(Audience right, Event event) {
            flush();
            synchronized (this) {
                late = () -> right.emit(event);
            }
            return nowhere();
        }

        @Override
        void leave(Connection right, String... rooms) {
            right.leave(rooms);
            flush();
        }

        @Override
        Receipt send(Connection right, Event event) {
            flush();
            return right.send(event);
        }
    }

    private static final class SendsToAll extends Deeds {
        @Override
        Receipt send(Connection right, Event event) {
            return right.namespace().emit(event);
        }
    }

    private static final class Swaps extends Deeds {
        private @Nullable Runnable held;

        @Override
        synchronized Receipt emit(Audience right, Event event) {
            Runnable earlier = held;
            if (earlier == null) {
                held = () -> right.emit(event);
                return nowhere();
            }
            held = null;
            Receipt receipt = right.emit(event);
            earlier.run();
            return receipt;
        }
    }

    private static final class ForgetsSome extends Deeds {
        private final AtomicInteger emits = new AtomicInteger();
        private final int every;

        ForgetsSome(int every) {
            this.every = every;
        }

        @Override
        Receipt emit(Audience right, Event event) {
            return emits.incrementAndGet() % every == 0 ? nowhere() : right.emit(event);
        }
    }

    private static final class QueuesAll extends Deeds {
        @Override
        Audience with(Audience right, Delivery delivery) {
            return right;
        }
    }

    private static final class KeepsToItself extends Deeds {
        @Override
        Receipt emit(Audience right, Event event) {
            return right.local().emit(event);
        }
    }

    private static final class HearsItself extends Deeds {
        @Override
        Receipt emit(Audience right, Event event) {
            Receipt receipt = right.emit(event);
            right.local().emit(event);
            return receipt;
        }
    }

    private static final class NothingIsLocal extends Deeds {
        @Override
        Audience local(Audience right) {
            return right;
        }
    }
}
