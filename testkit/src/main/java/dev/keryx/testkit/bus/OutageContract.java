package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.Gap;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.TopicFilter;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A broker that goes and comes back: the simplest row of the fault table. Where a harness has no outages, there is no network
 * to fail, and the tests show that nothing is reported.
 */
public interface OutageContract extends BusContract {
    /** By itself, every subscription, each with a gap before the first message after the hole. */
    @Test
    @Rule("BUS-61")
    default void afterALostLinkEverySubscriptionIsBackAndHearsAGap(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox one = new Inbox();
        Inbox two = new Inbox();
        Subscription first = lab.listen(bus, lab.name("a"), SubscribeOptions.DEFAULT.onGap(one.gapHandler()), one);
        Subscription second = lab.listen(bus, lab.name("b"), SubscribeOptions.DEFAULT.onGap(two.gapHandler()), two);
        lab.send(bus, lab.name("a"), "before");
        lab.send(bus, lab.name("b"), "before");
        one.expect("before");
        two.expect("before");
        boolean failed = interlude(lab, bus, first, second);
        lab.send(bus, lab.name("a"), "after");
        lab.send(bus, lab.name("b"), "after");
        for (Inbox inbox : new Inbox[] {one, two}) {
            if (failed) {
                inbox.expect("before", "after");
                // A broker of several servers goes and comes in parts, and may tell of more holes than the one.
                assertThat(inbox.story().get(1)).as("between the two").contains("RECONNECT");
                assertThat(inbox.gaps().get(0).causes()).contains(Gap.Cause.RECONNECT);
            } else {
                inbox.expectStory("before", "after");
            }
        }
    }

    private static boolean interlude(BusLab lab, MessageBus bus, Subscription first, Subscription second) {
        Optional<Registration> outage = lab.turn(lab.harness()::outage).map(lab::closing);
        outage.ifPresent(gone -> {
            Eventually.equal("the state", BusState.RECONNECTING, bus::state);
            Eventually.equal("the subscription", SubscriptionState.SUSPENDED, first::state);
            gone.close();
        });
        Eventually.equal("the state", BusState.RUNNING, bus::state);
        Eventually.equal("the first subscription", SubscriptionState.ACTIVE, first::state);
        Eventually.equal("the second subscription", SubscriptionState.ACTIVE, second::state);
        return outage.isPresent();
    }

    /** Subscribed and closed while nobody is there: afterwards the broker has exactly what is wanted. */
    @Test
    @Rule("BUS-61")
    default void whatChangesDuringAnOutageHoldsAfterIt(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox gone = new Inbox();
        Inbox fresh = new Inbox();
        Subscription before = lab.listen(bus, lab.name("gone"), gone);
        Optional<Registration> outage = lab.turn(lab.harness()::outage).map(lab::closing);
        outage.ifPresent(down -> Eventually.equal("the state", BusState.RECONNECTING, bus::state));
        before.close();
        Subscription during =
                bus.subscribe(lab.name("fresh"), SubscribeOptions.DEFAULT.onGap(fresh.gapHandler()), fresh);
        outage.ifPresent(down -> {
            assertThat(during.ready()).isNotDone();
            down.close();
        });
        lab.ready(during);
        lab.send(bus, lab.name("gone"), "for nobody");
        lab.send(bus, lab.name("fresh"), "for the new one");
        fresh.expect("for the new one");
        assertThat(fresh.gaps())
                .as("it was never there to be lost")
                .noneMatch(gap -> gap.causes().contains(Gap.Cause.RECONNECT));
        assertThat(gone.texts()).isEmpty();
        lab.turn(() -> lab.harness().brokerSubscriptions(TopicFilter.of(lab.name("gone"))))
                .ifPresent(count -> assertThat(count).isZero());
    }

    /** Certainly not sent, and worth another try. */
    @Test
    @Rule("BUS-62")
    default void publishingWhileTheLinkIsDownFailsAtOnceAsUnavailable(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        Subscription subscription = lab.listen(bus, lab.name("down"), inbox);
        lab.turn(lab.harness()::outage).map(lab::closing).ifPresent(outage -> {
            Eventually.equal("the state", BusState.RECONNECTING, bus::state);
            KeryxException failure = Eventually.failed("publish", bus.publish(lab.name("down"), "lost"));
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure.retryable()).isTrue();
            outage.close();
        });
        Eventually.equal("the subscription", SubscriptionState.ACTIVE, subscription::state);
        lab.send(bus, lab.name("down"), "kept");
        inbox.expect("kept");
    }
}
