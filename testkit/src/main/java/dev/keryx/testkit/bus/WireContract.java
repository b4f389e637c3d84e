package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.Payload;
import dev.keryx.bus.Capability;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Topic;
import dev.keryx.bus.WireFormat;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Programs that do not know Keryx, and frames that nobody knows. */
public interface WireContract extends BusContract {
    /** More than a driver may join of small frames, which everybody takes. */
    int SMALLER_FRAME_BYTES = 40_000;

    /** Bare bytes arrive as a message with that payload and nothing else, whatever the subscriber's own format. */
    @Test
    @Rule("BUS-29")
    default void aForeignPublishArrivesAsABarePayload(BusLab lab) {
        for (WireFormat format : WireFormat.values()) {
            Topic topic = Topic.of(lab.name("foreign." + format));
            MessageBus bus = lab.started(lab.options().format(format));
            Inbox inbox = new Inbox();
            lab.listen(bus, topic.name(), inbox);
            foreign(lab, topic, "from afar");
            foreign(lab, topic, "");
            foreign(lab, topic, "K");
            inbox.expect("from afar", "", "K");
            assertThat(inbox.messages()).allMatch(WireContract::isBare);
        }
    }

    /** The format for subscribers that know nothing of Keryx: what they see is the payload. */
    @Test
    @Rule("BUS-29")
    default void aRawBusPublishesTheBarePayload(BusLab lab) {
        MessageBus raw = lab.started(lab.options().format(WireFormat.RAW));
        Inbox sameFormat = new Inbox();
        Inbox otherFormat = new Inbox();
        lab.listen(raw, lab.name("raw"), sameFormat);
        lab.listen(lab.started(), lab.name("raw"), otherFormat);
        lab.send(raw, lab.name("raw"), "bare", "");
        for (Inbox inbox : new Inbox[] {sameFormat, otherFormat}) {
            inbox.expect("bare", "");
            assertThat(inbox.messages()).allMatch(WireContract::isBare);
        }
    }

    /** Even of one that begins as an envelope does: nothing in it is taken apart, read or found damaged. */
    @Test
    @Rule("BUS-29")
    default void aRawBusTakesEveryByteForThePayload(BusLab lab) {
        Telemetry telemetry = new Telemetry();
        MessageBus raw = lab.started(lab.options().format(WireFormat.RAW).observer(telemetry));
        Topic topic = Topic.of(lab.name("lookalike"));
        Inbox inbox = new Inbox();
        lab.listen(raw, topic.name(), inbox);
        List<byte[]> lookalikes = List.of(
                FrameBytes.whole("a"),
                FrameBytes.joined(FrameBytes.whole("b"), FrameBytes.whole("c")),
                FrameBytes.truncated("d"),
                FrameBytes.newer("e"));
        for (byte[] bytes : lookalikes) {
            lab.harness().publishForeign(topic, bytes);
            Eventually.done("publish", raw.publish(topic.name(), bytes));
        }
        inbox.await(2 * lookalikes.size());
        assertThat(inbox.messages())
                .allMatch(WireContract::isBare)
                .extracting(Message::payload)
                .as("of two publishers, which share no order")
                .containsExactlyInAnyOrderElementsOf(lookalikes.stream()
                        .flatMap(bytes -> Stream.of(Payload.of(bytes), Payload.of(bytes)))
                        .toList());
        assertThat(telemetry.skippedFrames).isEmpty();
    }

    /** The capability is off and the publish says so; nothing is sent without its headers. */
    @Test
    @Rule("BUS-26")
    default void aRawBusRefusesHeaders(BusLab lab) {
        MessageBus raw = lab.started(lab.options().format(WireFormat.RAW));
        Inbox inbox = new Inbox();
        lab.listen(raw, lab.name("raw"), inbox);
        assertThat(raw.capabilities()).doesNotContain(Capability.HEADERS);
        Message message = Message.to(lab.name("raw"), Payload.utf8("x")).withHeader("name", "value");
        assertThat(Eventually.failed("publish", raw.publish(message)).code()).isEqualTo(ErrorCode.UNSUPPORTED);
        lab.send(raw, lab.name("raw"), "without");
        inbox.expect("without");
    }

    /** Reported, and what follows it arrives: behind it, and where its end can be told, in the same bytes too. */
    @Test
    @Rule("BUS-30")
    default void aDamagedOrNewerFrameCostsOnlyItself(BusLab lab) {
        Telemetry telemetry = new Telemetry();
        MessageBus bus = lab.started(lab.options().observer(telemetry));
        Topic topic = Topic.of(lab.name("frames"));
        Inbox inbox = new Inbox();
        lab.listen(bus, topic.name(), inbox);
        List<byte[]> wrong = List.of(
                FrameBytes.truncated("a"),
                FrameBytes.shorterThanItsHead("b"),
                FrameBytes.withImpossibleHeaders("c"),
                FrameBytes.withTooManyHeaders(),
                FrameBytes.newer("d"),
                FrameBytes.joined(FrameBytes.newer("e"), FrameBytes.whole("behind a newer one")));
        wrong.forEach(bytes -> lab.harness().publishForeign(topic, bytes));
        inbox.await(1);
        lab.send(bus, topic.name(), "fine");
        inbox.expect("behind a newer one", "fine");
        Eventually.equal("skipped frames", Collections.nCopies(6, topic), () -> List.copyOf(telemetry.skippedFrames));
    }

    /** Very many frames of nothing fit in one message of a broker; nobody's observer is to be flooded by that. */
    @Test
    @Rule("BUS-30")
    default void howeverManyJoinedFramesAreWrongTheyAreReportedOnce(BusLab lab) {
        Telemetry telemetry = new Telemetry();
        MessageBus bus = lab.started(lab.options().observer(telemetry));
        Topic topic = Topic.of(lab.name("flood"));
        Inbox inbox = new Inbox();
        lab.listen(bus, topic.name(), inbox);
        byte[][] flood = Collections.nCopies(300, FrameBytes.newer("")).toArray(new byte[0][]);
        lab.harness()
                .publishForeign(topic, FrameBytes.joined(FrameBytes.joined(flood), FrameBytes.whole("behind them")));
        inbox.expect("behind them");
        Eventually.equal("skipped frames", List.of(topic), () -> List.copyOf(telemetry.skippedFrames));
        lab.harness().publishForeign(topic, FrameBytes.newer("another"));
        Eventually.equal("skipped frames", List.of(topic, topic), () -> List.copyOf(telemetry.skippedFrames));
    }

    /** Frames may follow each other directly in what a broker takes for one message. */
    @Test
    @Rule("BUS-30")
    default void joinedFramesArriveAsTheMessagesTheyAre(BusLab lab) {
        Topic topic = Topic.of(lab.name("joined"));
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        lab.listen(bus, topic.name(), inbox);
        byte[] three = FrameBytes.joined(FrameBytes.whole("1"), FrameBytes.whole(""), FrameBytes.whole("3"));
        lab.harness().publishForeign(topic, three);
        inbox.await(3);
        lab.send(bus, topic.name(), "4");
        inbox.expect("1", "", "3", "4");
    }

    /** Taken by the broker, and by who takes as much; whoever takes less hears a gap in its place, and all that follows. */
    @Test
    @Rule("BUS-88")
    default void aFrameLargerThanTheReceiverTakesIsAGapInItsPlace(BusLab lab) {
        Telemetry telemetry = new Telemetry();
        Optional<MessageBus> smaller = lab.turn(
                () -> lab.harness().bounded(SMALLER_FRAME_BYTES, lab.options().observer(telemetry)));
        MessageBus receiver = lab.start(lab.closing(smaller.orElseGet(lab::fresh)));
        MessageBus publisher = lab.started();
        Inbox less = new Inbox();
        Inbox all = new Inbox();
        lab.listen(receiver, lab.name("large"), SubscribeOptions.DEFAULT.onGap(less.gapHandler()), less);
        lab.listen(publisher, lab.name("large"), SubscribeOptions.DEFAULT.onGap(all.gapHandler()), all);
        String fits = "f".repeat(SMALLER_FRAME_BYTES / 2);
        String tooLarge = "t".repeat(SMALLER_FRAME_BYTES + 1);
        lab.send(publisher, lab.name("large"), "before", fits, tooLarge, "after");
        all.expectStory("before", fits, tooLarge, "after");
        if (smaller.isEmpty()) {
            less.expectStory("before", fits, tooLarge, "after");
            return;
        }
        less.await("after").expect("before", fits, "after");
        assertThat(less.story()).hasSize(4);
        assertThat(less.story().get(2)).as("in its place").contains("MISSED");
        Eventually.equal(
                "skipped frames", List.of(Topic.of(lab.name("large"))), () -> List.copyOf(telemetry.skippedFrames));
    }

    private static boolean isBare(Message message) {
        return message.headers().isEmpty()
                && message.id().isEmpty()
                && message.timestamp().isEmpty();
    }

    private static void foreign(BusLab lab, Topic topic, String text) {
        lab.harness().publishForeign(topic, text.getBytes(StandardCharsets.UTF_8));
    }
}
