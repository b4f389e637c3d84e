package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keryx.Codec;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.BusObserver;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.TypedBus;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Faults of the application's own code stay where they happen. */
public interface HandlerFaultContract extends BusContract {
    /** It costs this message; the next comes, the sibling does not notice, and it is counted and told. */
    @Test
    @Rule("BUS-49")
    default void anExceptionCostsOneMessage(BusLab lab) {
        costsOneMessage(lab, new java.io.IOException("the handler's own"));
        costsOneMessage(lab, new IllegalStateException("the handler's own"));
    }

    /** An Error too, even one that usually ends a thread. */
    @Test
    @Rule("BUS-49")
    default void anErrorCostsOneMessage(BusLab lab) {
        costsOneMessage(lab, new AssertionError("the handler's own"));
        costsOneMessage(lab, new StackOverflowError("the handler's own"));
        costsOneMessage(lab, new LinkageError("the handler's own"));
    }

    private static void costsOneMessage(BusLab lab, Throwable failure) {
        Telemetry telemetry = new Telemetry();
        MessageBus bus = lab.started(lab.options().observer(telemetry));
        Inbox inbox = new Inbox();
        Inbox sibling = new Inbox();
        String topic = lab.name(failure.getClass().getSimpleName());
        Subscription subscription = lab.listen(bus, topic, message -> {
            inbox.handle(message);
            if (message.payload().utf8().equals("bad")) {
                HandlerFaultContract.<RuntimeException>raise(failure);
            }
        });
        lab.listen(bus, topic, sibling);
        lab.send(bus, topic, "good", "bad", "better", "bad", "best");
        inbox.expect("good", "bad", "better", "bad", "best");
        sibling.expect("good", "bad", "better", "bad", "best");
        Eventually.equal("failed", 2L, () -> subscription.stats().failed());
        Eventually.equal("failures told", List.of(failure, failure), () -> List.copyOf(telemetry.handlerFailures));
        assertThat(subscription.stats().delivered()).isEqualTo(5);
    }

    /** Throws anything from anywhere. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // the compiler is told less than the truth, on purpose
    private static <E extends Throwable> void raise(Throwable failure) throws E {
        throw (E) failure;
    }

    /** An interrupt that a handler leaves on its thread reaches nobody else's handler. */
    @Test
    @Rule("BUS-50")
    default void anInterruptLeftBehindDisturbsNobody(BusLab lab) {
        MessageBus bus = lab.started();
        List<Boolean> flags = new CopyOnWriteArrayList<>();
        MessageHandler handler = message -> {
            flags.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
            if (flags.size() % 5 == 0) {
                throw new InterruptedException("as blocking calls do");
            }
        };
        lab.listen(bus, lab.name("flag"), handler);
        lab.listen(bus, lab.name("flag"), handler);
        for (int i = 0; i < 50; i++) {
            lab.send(bus, lab.name("flag"), "again");
        }
        Eventually.that("a hundred invocations had been", () -> flags.size() == 100, flags::size);
        assertThat(flags).doesNotContain(true);
    }

    /** A caller's own interrupt stays its own, and stops no publish. */
    @Test
    @Rule("BUS-50")
    default void anInterruptedThreadMayPublish(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        lab.listen(bus, lab.name("calm"), inbox);
        Thread.currentThread().interrupt();
        var published = bus.publish(lab.name("calm"), "still here");
        assertThat(Thread.interrupted()).as("flag kept").isTrue();
        Eventually.done("publish", published);
        inbox.expect("still here");
    }

    /** Telemetry is no part of the work. */
    @Test
    @Rule("BUS-51")
    default void anObserverThatThrowsChangesNothing(BusLab lab) {
        BusObserver thrower = (BusObserver) Proxy.newProxyInstance(
                BusObserver.class.getClassLoader(), new Class<?>[] {BusObserver.class}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(HandlerFaultContract.class, arguments);
                    }
                    throw new IllegalStateException("the observer's own, in " + method.getName());
                });
        MessageBus bus = lab.started(lab.options().observer(thrower));
        bus.onState(state -> {
            throw new IllegalStateException("the listener's own");
        });
        Inbox inbox = new Inbox();
        Inbox other = new Inbox();
        SubscribeOptions options = SubscribeOptions.DEFAULT.bufferMessages(2).onGap(inbox.gapHandler());
        Stall stall = lab.stall(inbox);
        Subscription subscription = lab.listen(bus, lab.name("watched"), options, stall);
        lab.listen(bus, lab.name("watched"), message -> {
            other.handle(message);
            throw new IllegalStateException("the handler's own");
        });
        lab.send(bus, lab.name("watched"), "0");
        stall.awaitStill();
        lab.send(bus, lab.name("watched"), "1", "2", "3");
        Eventually.equal("received", 4L, () -> subscription.stats().received());
        stall.release();
        inbox.expectStory("0", "[OVERFLOW] 1", "2", "3");
        other.expect("0", "1", "2", "3");
        bus.close();
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
    }

    /** A value that does not decode counts as a failure; one that does not encode comes out of publish at once. */
    @Test
    @Rule("BUS-49")
    default void aCodecThatThrowsCostsOneMessage(BusLab lab) {
        TypedBus<Integer> typed = lab.started().typed(new Codec<Integer>() {
            @Override
            public Payload encode(Integer value) {
                if (value < 0) {
                    throw new IllegalArgumentException("no negative numbers");
                }
                return Payload.utf8(value == 13 ? "thirteen" : value.toString());
            }

            @Override
            public Integer decode(Payload payload) {
                return Integer.valueOf(payload.utf8());
            }
        });
        List<Integer> values = new CopyOnWriteArrayList<>();
        Subscription subscription =
                lab.ready(typed.subscribe(lab.name("typed"), (message, value) -> values.add(value)));
        for (int value : new int[] {12, 13, 14}) {
            Eventually.done("publish", typed.publish(lab.name("typed"), value));
        }
        Eventually.equal("values", List.of(12, 14), () -> List.copyOf(values));
        Eventually.equal("failed", 1L, () -> subscription.stats().failed());
        assertThatThrownBy(() -> typed.publish(lab.name("typed"), -1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** An executor that takes no task for a while loses nothing silently, and breaks nothing for good. */
    @Test
    @Rule("BUS-52")
    default void anExecutorThatRejectsForAWhileLosesNothingSilently(BusLab lab) {
        MoodyExecutor executor = lab.closing(new MoodyExecutor());
        MessageBus bus = lab.started(lab.options().executor(executor));
        MessageBus publisher = lab.started();
        Inbox inbox = new Inbox();
        SubscribeOptions options = SubscribeOptions.DEFAULT.onGap(inbox.gapHandler());
        Subscription subscription = lab.listen(bus, lab.name("moody"), options, inbox);
        executor.refuse(true);
        lab.send(publisher, lab.name("moody"), "1", "2");
        Eventually.equal("received", 2L, () -> subscription.stats().received());
        executor.refuse(false);
        lab.send(publisher, lab.name("moody"), "3");
        inbox.await("3");
        long known = inbox.gaps().stream().mapToLong(gap -> gap.known()).sum();
        assertThat(inbox.count() + known)
                .as("delivered or in a gap: " + inbox.story())
                .isEqualTo(3);
        assertThat(inbox.texts()).isSorted();
        bus.close();
        KeryxException failure = Eventually.failed("publish", bus.publish(lab.name("moody"), "late"));
        assertThat(failure.code()).isEqualTo(ErrorCode.CLOSED);
    }
}
