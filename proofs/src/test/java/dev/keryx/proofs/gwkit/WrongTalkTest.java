package dev.keryx.proofs.gwkit;

import dev.keryx.gateway.Acks;
import dev.keryx.gateway.AnswerHandler;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.Audience;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.EventHandler;
import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.Receipt;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.RefusedException;
import dev.keryx.proofs.kit.Daemon;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gateways that garble values, mishandle events, or answer wrongly. */
class WrongTalkTest implements WrongGateways {
    @Override
    public List<Suspect> suspects() {
        return List.of(
                new Suspect("loses the last argument", "GW-01", Twist.deeds(LosesTheLastArgument::new)),
                new Suspect("writes raw JSON anew", "GW-02", Twist.replaces(": ", ":")),
                new Suspect("sends binary values as text", "GW-03", Twist.replaces("{\"$b\"", "{\"base64\"")),
                new Suspect("swallows values that have no JSON form", "GW-04", Twist.deeds(SwallowsBadValues::new)),
                new Suspect("calls a wrong argument its own fault", "GW-05", Twist.replaces("BAD_VALUE", "INTERNAL")),
                new Suspect("runs handlers beside each other", "GW-06", Twist.deeds(RunsHandlersBesideEachOther::new)),
                new Suspect("runs one handler at a time", "GW-07", Twist.deeds(RunsOneHandlerAtATime::new)),
                new Suspect("waits for stages", "GW-08", Twist.deeds(WaitsForStages::new)),
                new Suspect("reads on and on", "GW-09", Twist.limits(limits -> limits.inbound(1 << 20, 1 << 30))),
                new Suspect(
                        "uses threads of its own",
                        "GW-10",
                        Twist.options(options -> options.executor(task -> Daemon.run(task::run)))),
                new Suspect("answers null", "GW-26", Twist.deeds(AnswersNull::new)),
                new Suspect("acknowledges what it did not do", "GW-27", Twist.deeds(DoesNothing::new)),
                new Suspect("calls refusals its own fault", "GW-28", Twist.replaces("\"FULL\"", "\"INTERNAL\"")),
                new Suspect("tells clients what went wrong", "GW-29", Twist.deeds(TellsAll::new)),
                new Suspect(
                        "acknowledges twice",
                        "GW-30",
                        Twist.hears(frame -> frame.startsWith("[\"ok\"") ? Stream.of(frame, frame) : Stream.of(frame))),
                new Suspect("loses the first argument of an answer", "GW-31", Twist.deeds(LosesTheFirstAnswer::new)),
                new Suspect("waits for answers for ever", "GW-32", Twist.deeds(WaitsForEver::new)),
                new Suspect("forgets who did not answer", "GW-33", Twist.deeds(ForgetsTheSilent::new)),
                new Suspect(
                        "remembers any number of questions",
                        "GW-34",
                        Twist.limits(limits -> limits.pendingAcks(GatewayLimits.OFF))),
                new Suspect("ends before it has answered", "GW-89", Twist.deeds(EndsFirst::new)));
    }

    private static final class LosesTheLastArgument extends Deeds {
        @Override
        Receipt send(Connection right, Event event) {
            List<@Nullable Object> values = event.values();
            return right.send(values.isEmpty() ? event : new Event(event.name(), values.subList(0, values.size() - 1)));
        }
    }

    private static final class EndsFirst extends Deeds {
        @Override
        <T> @Nullable Object answer(AnswerHandler<T> next, Connection connection, T event) throws Exception {
            connection.close(CloseReason.NORMAL);
            return next.answer(connection, event);
        }
    }

    private static final class SwallowsBadValues extends Deeds {
        @Override
        Receipt emit(Audience right, Event event) {
            try {
                return right.emit(event);
            } catch (IllegalArgumentException noJson) {
                return WrongAudiencesTest.nowhere();
            }
        }
    }

    private static final class RunsHandlersBesideEachOther extends Deeds {
        @Override
        <T> void handle(EventHandler<T> next, Connection connection, T event) {
            Daemon.run(() -> next.handle(connection, event));
        }
    }

    private static final class RunsOneHandlerAtATime extends Deeds {
        @Override
        synchronized <T> void handle(EventHandler<T> next, Connection connection, T event) throws Exception {
            next.handle(connection, event);
        }
    }

    private static final class WaitsForStages extends Deeds {
        @Override
        <T> @Nullable Object answer(AnswerHandler<T> next, Connection connection, T event) throws Exception {
            Object answer = next.answer(connection, event);
            return answer instanceof CompletionStage<?> stage
                    ? stage.toCompletableFuture().get(3, TimeUnit.SECONDS)
                    : answer;
        }
    }

    private static final class AnswersNull extends Deeds {
        @Override
        <T> @Nullable Object answer(AnswerHandler<T> next, Connection connection, T event) {
            return null;
        }
    }

    private static final class DoesNothing extends Deeds {
        @Override
        <T> void handle(EventHandler<T> next, Connection connection, T event) throws Exception {
            if (event instanceof String) {
                next.handle(connection, event); // or no client would ever be in
            }
        }
    }

    private static final class TellsAll extends Deeds {
        @Override
        <T> void handle(EventHandler<T> next, Connection connection, T event) throws Exception {
            try {
                next.handle(connection, event);
            } catch (RefusedException refusal) {
                throw refusal;
            } catch (Exception failure) {
                throw Refusal.of("INTERNAL", failure.toString()).toException();
            }
        }
    }

    private static final class LosesTheFirstAnswer extends Deeds {
        @Override
        CompletableFuture<Args> sendWithAck(Connection right, Duration within, Event event) {
            return right.sendWithAck(within, event).thenApply(args -> args.from(1));
        }
    }

    private static final class WaitsForEver extends Deeds {
        @Override
        CompletableFuture<Args> sendWithAck(Connection right, Duration within, Event event) {
            CompletableFuture<Args> answer = new CompletableFuture<>();
            right.sendWithAck(within, event).thenAccept(answer::complete);
            return answer;
        }
    }

    private static final class ForgetsTheSilent extends Deeds {
        @Override
        CompletableFuture<Acks> emitWithAck(Audience right, Duration within, Event event) {
            return right.emitWithAck(within, event)
                    .thenApply(acks -> new Acks(acks.replies(), Map.of(), Set.of(), Set.of()));
        }
    }
}
