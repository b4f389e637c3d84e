package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keryx.ErrorCode;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Overflow;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.TopicFilter;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/**
 * Topics as reactive streams see them. The rules of those for a publisher are their own kit's; here is what they do not know:
 * whose buffer it is, and what the end of a bus or of a subscription looks like.
 *
 * <p>Readers subscribe before the start, which has their subscription confirmed.
 */
public interface FlowViewContract extends BusContract {
    private static Reader read(BusLab lab, MessageBus bus, String topic, SubscribeOptions options) {
        Reader reader = new Reader();
        bus.flow(TopicFilter.of(lab.name(topic)), options).subscribe(reader);
        return reader;
    }

    /** Not one message more than were asked for, and in order, whoever else asks for what. */
    @Test
    @Rule("BUS-78")
    default void aReaderGetsWhatItAsksForAndNoMore(BusLab lab) {
        MessageBus bus = lab.fresh();
        Reader reader = read(lab, bus, "asked", SubscribeOptions.DEFAULT);
        Reader eager = read(lab, bus, "asked", SubscribeOptions.DEFAULT);
        eager.request(Long.MAX_VALUE);
        lab.start(bus);
        lab.sendNumbers(bus, lab.name("asked"), 5);
        eager.expect("0", "1", "2", "3", "4");
        assertThat(reader.story()).isEmpty();
        reader.request(2);
        reader.expect("0", "1");
        lab.send(bus, lab.name("asked"), "5");
        eager.expect("0", "1", "2", "3", "4", "5");
        assertThat(reader.story()).containsExactly("0", "1");
        reader.request(1);
        reader.request(1);
        reader.expect("0", "1", "2", "3");
        reader.request(Long.MAX_VALUE);
        reader.expect("0", "1", "2", "3", "4", "5");
    }

    /** What is not asked for waits in the subscription's own buffer, and falls by its policy; the gap stands in its place. */
    @Test
    @Rule("BUS-78")
    default void whatIsNotAskedForIsBoundedByTheSubscription(BusLab lab) {
        MessageBus bus = lab.fresh();
        Reader reader = new Reader();
        SubscribeOptions small = SubscribeOptions.DEFAULT.bufferMessages(4).onGap(reader.gapHandler());
        bus.flow(TopicFilter.of(lab.name("small")), small).subscribe(reader);
        Inbox sibling = new Inbox();
        bus.subscribe(lab.name("small"), sibling);
        lab.start(bus);
        lab.sendNumbers(bus, lab.name("small"), 10);
        sibling.expect(BusLab.numbers(10));
        reader.request(2);
        reader.expect("[OVERFLOW] 6", "6", "7");
        reader.request(10);
        reader.expect("[OVERFLOW] 6", "6", "7", "8", "9");
    }

    /** The end of the bus completes it, after what was buffered and asked for. */
    @Test
    @Rule("BUS-79")
    default void theEndOfTheBusCompletesAReader(BusLab lab) {
        MessageBus bus = lab.fresh();
        Reader reader = read(lab, bus, "end", SubscribeOptions.DEFAULT);
        Inbox sibling = new Inbox();
        bus.subscribe(lab.name("end"), sibling);
        lab.start(bus);
        lab.send(bus, lab.name("end"), "1", "2");
        sibling.expect("1", "2");
        reader.request(1);
        reader.expect("1");
        var unused = bus.drain(Eventually.limit());
        reader.request(5);
        Eventually.done("the reader's end", reader.end());
        assertThat(reader.story()).containsExactly("1", "2", "complete");
        Reader late = read(lab, bus, "end", SubscribeOptions.DEFAULT);
        assertThat(Eventually.failed("a late reader", late.end()).code()).isEqualTo(ErrorCode.CLOSED);
    }

    /** An overflow that cancels, and a filter that the broker refuses, are errors with a name. */
    @Test
    @Rule("BUS-79")
    default void aSubscriptionThatCannotGoOnIsAnError(BusLab lab) {
        MessageBus bus = lab.fresh();
        SubscribeOptions strict = SubscribeOptions.DEFAULT.bufferMessages(2).overflow(Overflow.CANCEL);
        Reader reader = read(lab, bus, "strict", strict);
        Inbox sibling = new Inbox();
        bus.subscribe(lab.name("strict"), sibling);
        lab.start(bus);
        lab.send(bus, lab.name("strict"), "1", "2", "3");
        sibling.expect("1", "2", "3");
        reader.request(5);
        assertThat(Eventually.failed("the reader", reader.end()).code()).isEqualTo(ErrorCode.OVERFLOW);
        assertThat(reader.story()).containsExactly("1", "2", "error");
        lab.turn(() -> lab.harness().reject(TopicFilter.of(lab.name("refused"))))
                .map(lab::closing)
                .ifPresent(refusal -> {
                    Reader refused = read(lab, bus, "refused", SubscribeOptions.DEFAULT);
                    assertThat(Eventually.failed("a refused reader", refused.end())
                                    .code())
                            .isEqualTo(ErrorCode.REJECTED);
                });
    }

    /** Asking for nothing is an error of the reader's own; cancelling is none. Either way nothing more comes. */
    @Test
    @Rule("BUS-79")
    default void aReaderEndsItsOwnSubscriptionAndNoOther(BusLab lab) {
        MessageBus bus = lab.fresh();
        Reader wrong = read(lab, bus, "own", SubscribeOptions.DEFAULT);
        Reader weary = read(lab, bus, "own", SubscribeOptions.DEFAULT);
        Inbox sibling = new Inbox();
        bus.subscribe(lab.name("own"), sibling);
        weary.request(10);
        lab.start(bus);
        lab.send(bus, lab.name("own"), "1");
        weary.expect("1");
        weary.cancel();
        wrong.request(0);
        Eventually.settled("the wrong reader's end", wrong.end());
        assertThatThrownBy(wrong.end()::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
        wrong.request(10);
        lab.send(bus, lab.name("own"), "2");
        sibling.expect("1", "2");
        bus.close();
        assertThat(weary.story()).containsExactly("1");
        assertThat(wrong.story()).containsExactly("error");
    }
}
