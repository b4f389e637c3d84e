package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Gap;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Overflow;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How a subscription learns of what it missed. Gaps after a lost link are {@link OutageContract}'s. */
public interface GapContract extends BusContract {
    /** One handler that reads state first: before the first message, once, then only for holes. */
    @Test
    @Rule("BUS-46")
    default void resyncIsCalledOnceBeforeTheFirstMessage(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        lab.listen(bus, lab.name("sync"), SubscribeOptions.DEFAULT.resync(inbox.gapHandler()), inbox);
        inbox.awaitGap();
        lab.send(bus, lab.name("sync"), "1", "2");
        inbox.expectStory("[SUBSCRIBED] 0", "1", "2");
    }

    /** Whoever asks for holes only is not bothered with the beginning. */
    @Test
    @Rule("BUS-46")
    default void onGapIsSilentWhereNothingIsMissed(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        lab.listen(bus, lab.name("whole"), SubscribeOptions.DEFAULT.onGap(inbox.gapHandler()), inbox);
        lab.sendNumbers(bus, lab.name("whole"), 100);
        inbox.expectStory(BusLab.numbers(100).toArray(String[]::new));
    }

    /** The hole stays until it was heard of: a handler that throws is asked again before the next message. */
    @Test
    @Rule("BUS-45")
    default void aGapHandlerThatThrowsIsAskedAgainBeforeTheNextMessage(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        AtomicInteger calls = new AtomicInteger();
        SubscribeOptions options = SubscribeOptions.DEFAULT.resync(gap -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
            inbox.gapHandler().handle(gap);
        });
        lab.listen(bus, lab.name("retry"), options, inbox);
        Eventually.that("the gap handler was called", () -> calls.get() > 0, calls::get);
        lab.send(bus, lab.name("retry"), "1", "2");
        inbox.expectStory("[SUBSCRIBED] 0", "1", "2");
        assertThat(calls).hasValue(2);
    }

    /** The gap runs under the message handler's rules: never beside it. */
    @Test
    @Rule({"BUS-32", "BUS-45"})
    default void theGapHandlerNeverRunsBesideTheMessageHandler(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        Stall stall = lab.stall(inbox);
        AtomicInteger beside = new AtomicInteger();
        SubscribeOptions options = SubscribeOptions.DEFAULT.bufferMessages(1).onGap(gap -> {
            if (!stall.finished()) {
                beside.incrementAndGet();
            }
            inbox.gapHandler().handle(gap);
        });
        Subscription subscription = lab.listen(bus, lab.name("beside"), options, stall);
        lab.send(bus, lab.name("beside"), "0");
        stall.awaitStill();
        lab.send(bus, lab.name("beside"), "1", "2", "3");
        Eventually.equal("received", 4L, () -> subscription.stats().received());
        stall.release();
        inbox.expectStory("0", "[OVERFLOW] 2", "3");
        assertThat(beside).hasValue(0);
    }

    /** Each is told to the observer too, and the known losses of all gaps add up to what was dropped. */
    @Test
    @Rule({"BUS-44", "BUS-45"})
    default void theGapsKnowExactlyWhatWasDropped(BusLab lab) {
        Telemetry telemetry = new Telemetry();
        MessageBus bus = lab.started(lab.options().observer(telemetry));
        for (Overflow policy : new Overflow[] {Overflow.DROP_OLDEST, Overflow.DROP_NEWEST}) {
            Inbox inbox = new Inbox();
            SubscribeOptions options =
                    SubscribeOptions.DEFAULT.bufferMessages(3).overflow(policy).onGap(inbox.gapHandler());
            String topic = lab.name("sum." + policy);
            Subscription subscription = lab.listen(bus, topic, options, inbox);
            lab.sendNumbers(bus, topic, 2_000);
            Eventually.equal("received", 2_000L, () -> subscription.stats().received());
            Eventually.that(
                    "every message was delivered or in a gap",
                    () -> inbox.count() + known(inbox) == 2_000,
                    inbox::seen);
            assertThat(subscription.stats().dropped()).isEqualTo(known(inbox));
            assertThat(inbox.gaps()).allMatch(gap -> gap.causes().contains(Gap.Cause.OVERFLOW));
        }
        Eventually.that(
                "the gaps add up to what was dropped",
                () -> telemetry.gaps.stream().mapToLong(Gap::known).sum() == telemetry.dropped.get(),
                telemetry.dropped::get);
    }

    private static long known(Inbox inbox) {
        return inbox.gaps().stream().mapToLong(Gap::known).sum();
    }
}
