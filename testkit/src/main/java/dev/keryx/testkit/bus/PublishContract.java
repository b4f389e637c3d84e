package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What futures promise: whose they are, on which thread they complete, and what never comes through them. */
public interface PublishContract extends BusContract {
    /** A fault of the caller is thrown at the caller. */
    @Test
    @Rule("BUS-36")
    @SuppressWarnings("NullAway") // null is the point
    default void wrongArgumentsAreThrownAtOnce(BusLab lab) {
        for (MessageBus bus : new MessageBus[] {lab.fresh(), lab.started()}) {
            assertThatNullPointerException().isThrownBy(() -> bus.publish((Message) null));
            assertThatNullPointerException().isThrownBy(() -> bus.subscribe(lab.name("x"), (MessageHandler) null));
            assertThatNullPointerException().isThrownBy(() -> bus.subscribe((SubscribeOptions) null, message -> {}));
            assertThatNullPointerException().isThrownBy(() -> bus.onState(null));
            assertThatNullPointerException().isThrownBy(() -> bus.drain(null));
        }
        Message odd = Message.to(lab.name("x"), Payload.empty()).withHeader("half a letter", "\uD800");
        assertThatIllegalArgumentException().isThrownBy(() -> lab.started().publish(odd));
        assertThatIllegalArgumentException().isThrownBy(() -> odd.withTimestamp(Instant.MAX));
    }

    /** An error says where it happened, never what was in the message; the observer hears of each. */
    @Test
    @Rule("BUS-69")
    default void aFailedPublishNamesItsTopicAndNoSecret(BusLab lab) {
        Telemetry telemetry = new Telemetry();
        MessageBus bus = lab.fresh(lab.options().observer(telemetry));
        Message message = Message.to(lab.name("where"), Payload.utf8("secret payload"));
        KeryxException early = Eventually.failed("publish", bus.publish(message));
        lab.start(bus);
        bus.close();
        KeryxException late = Eventually.failed("publish", bus.publish(message.withHeader("key", "secret header")));
        for (KeryxException failure : new KeryxException[] {early, late}) {
            assertThat(failure)
                    .hasMessageStartingWith(failure.code() + ": ")
                    .hasMessageContaining(lab.name("where"))
                    .hasMessageNotContaining("secret");
        }
        Eventually.equal("failures told", 2L, telemetry.publishFailures::get);
    }

    /** Completing or cancelling a future that was handed out changes nothing for anybody else. */
    @Test
    @Rule("BUS-37")
    default void futuresBelongToTheirCallers(BusLab lab) {
        MessageBus bus = lab.fresh();
        Inbox inbox = new Inbox();
        Subscription subscription = bus.subscribe(lab.name("own"), inbox);
        subscription.ready().complete(null);
        assertThat(subscription.ready()).isNotDone();
        subscription.closed().cancel(true);
        assertThat(subscription.closed()).isNotDone();
        bus.startAsync().cancel(true);
        lab.start(bus);
        lab.ready(subscription);
        assertThat(subscription.state()).isEqualTo(SubscriptionState.ACTIVE);
        bus.publish(lab.name("own"), "cancelled too late").cancel(true);
        lab.send(bus, lab.name("own"), "kept");
        inbox.await("kept");
        subscription.drain(ShutdownContract.FAR).cancel(true);
        Eventually.done("closed", subscription.closed());
        bus.drain(ShutdownContract.FAR).cancel(true);
        Eventually.equal("the state", BusState.CLOSED, bus::state);
    }

    /** Handlers, gap handlers, listeners and completions run where the application said, never on an I/O thread. */
    @Test
    @Rule("BUS-37")
    default void everythingIsCalledOnTheGivenExecutor(BusLab lab) {
        MoodyExecutor executor = lab.closing(new MoodyExecutor());
        MessageBus bus = lab.fresh(lab.options().executor(executor));
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Runnable here = () -> threads.add(Thread.currentThread().getName());
        bus.onState(state -> here.run());
        Inbox inbox = new Inbox();
        SubscribeOptions options = SubscribeOptions.DEFAULT.resync(gap -> here.run());
        Subscription subscription = bus.subscribe(lab.name("where"), options, message -> {
            here.run();
            inbox.handle(message);
        });
        CompletableFuture<Void> ready = subscription.ready().thenRun(here);
        CompletableFuture<Void> closed = subscription.closed().thenRun(here);
        lab.start(bus);
        Eventually.done("ready", ready);
        for (int i = 0; i < 100; i++) {
            // A future that is done already runs what is added to it on the thread that adds.
            String adding = Thread.currentThread().getName();
            Eventually.done("publish", bus.publish(lab.name("where"), "x").thenRun(() -> {
                if (!Thread.currentThread().getName().equals(adding)) {
                    here.run();
                }
            }));
        }
        inbox.await(100);
        bus.close();
        Eventually.done("closed", closed);
        assertThat(threads).containsExactly(MoodyExecutor.THREAD_NAME);
    }
}
