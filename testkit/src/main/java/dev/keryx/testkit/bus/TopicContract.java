package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.Capability;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.testkit.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a filter matches. On a bus without {@link Capability#PATTERNS} a wildcard is refused, with a typed error. */
public interface TopicContract extends BusContract {
    /** {@code *} is one segment: not none, not two, not a part of one. */
    @Test
    @Rule("BUS-03")
    default void aStarMatchesExactlyOneSegment(BusLab lab) {
        matches(
                lab,
                "o.*.created",
                List.of("o.eu.created", "o.x y.created", "o.*x.created"),
                List.of("o.created", "o.eu.de.created", "o.eu.created.late", "oo.eu.created", "o.eu.createdx"));
    }

    /** {@code **} is one or more segments, at the end. */
    @Test
    @Rule("BUS-03")
    default void aDoubleStarMatchesOneOrMoreSegmentsAtTheEnd(BusLab lab) {
        matches(lab, "t.**", List.of("t.a", "t.a.b", "t.a.b.c.d"), List.of("t", "tt.a", "x.t.a", "T.a"));
    }

    /** Both in one filter. */
    @Test
    @Rule("BUS-03")
    default void starsCombine(BusLab lab) {
        matches(lab, "*.m.**", List.of("a.m.x", "b.m.x.y"), List.of("a.m", "m.x", "a.b.m.x", "a.n.x"));
    }

    /** What means something to a broker means nothing here: it is a letter like others, in topics and beside wildcards. */
    @Test
    @Rule("BUS-04")
    default void metacharactersAreLiteral(BusLab lab) {
        matches(lab, "p.[ab].*", List.of("p.[ab].z"), List.of("p.a.z", "p.b.z"));
        matches(lab, "q.?x.*", List.of("q.?x.z"), List.of("q.ax.z"));
        matches(lab, "r.a*b.**", List.of("r.a*b.z"), List.of("r.axb.z", "r.ab.z"));
        matches(lab, "s.\\a.*", List.of("s.\\a.z"), List.of("s.a.z", "s.\\\\a.z"));
    }

    /** The same without wildcards, so on every bus. */
    @Test
    @Rule("BUS-04")
    default void everyTopicNameTravelsAsItIs(BusLab lab) {
        MessageBus bus = lab.started();
        List<String> names = List.of(
                "[a-z]",
                "?",
                "a*",
                "*a",
                "\\*",
                ">",
                "#",
                "+",
                "$SYS",
                "{x}",
                "a b",
                "a:b",
                "a/b",
                "%00",
                "'\"",
                "^.$",
                "größe",
                "日本語",
                "\uD83D\uDE80",
                "e\u0301",
                "\u00e9");
        List<Inbox> inboxes = new ArrayList<>();
        for (String name : names) {
            Inbox inbox = new Inbox();
            inboxes.add(inbox);
            lab.listen(bus, lab.name(name), inbox);
        }
        for (String name : names) {
            lab.send(bus, lab.name(name), "to " + name);
        }
        for (int i = 0; i < names.size(); i++) {
            inboxes.get(i).expect("to " + names.get(i));
            assertThat(inboxes.get(i).messages().get(0).topic().name()).isEqualTo(lab.name(names.get(i)));
        }
    }

    /** The longest name there is. */
    @Test
    @Rule("BUS-02")
    default void aNameMayHave255Bytes(BusLab lab) {
        MessageBus bus = lab.started();
        String start = lab.name("");
        String longest = start + "x".repeat(255 - start.length());
        Inbox inbox = new Inbox();
        lab.listen(bus, longest, inbox);
        lab.send(bus, longest, "far");
        inbox.expect("far");
        assertThatIllegalArgumentException().isThrownBy(() -> bus.publish(longest + "x", "too far"));
    }

    /** At once, before anything is looked at, whatever the bus's state. */
    @Test
    @Rule({"BUS-02", "BUS-36"})
    default void invalidNamesAreRefusedAtOnce(BusLab lab) {
        MessageBus fresh = lab.fresh();
        MessageBus bus = lab.started();
        for (String wrong : List.of("", ".", "a.", ".a", "a..b", "a\nb", "a\u0000b", "\uD800", "x".repeat(256))) {
            for (MessageBus each : List.of(fresh, bus)) {
                assertThatIllegalArgumentException()
                        .as("publish to '%s'", wrong)
                        .isThrownBy(() -> each.publish(wrong, "x"));
                assertThatIllegalArgumentException()
                        .as("subscribe to '%s'", wrong)
                        .isThrownBy(() -> each.subscribe(wrong, message -> {}));
            }
        }
        for (String filter : List.of("*", "**", "a.*", "a.**", "*.a")) {
            assertThatIllegalArgumentException()
                    .as("publish to '%s'", filter)
                    .isThrownBy(() -> bus.publish(filter, "x"));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> bus.subscribe("a.**.b", message -> {}));
    }

    /** However many of a bus's filters match. */
    @Test
    @Rule("BUS-22")
    default void eachHandleGetsAMessageOnceWhereFiltersOverlap(BusLab lab) {
        if (refusesPatterns(lab)) {
            return;
        }
        MessageBus bus = lab.started();
        List<Inbox> inboxes = new ArrayList<>();
        for (String filter : List.of("x.y", "x.y", "x.*", "x.**", "*.y", "*.*", "*.**")) {
            Inbox inbox = new Inbox();
            inboxes.add(inbox);
            lab.listen(bus, lab.name(filter), inbox);
        }
        MessageBus other = lab.started();
        lab.send(bus, lab.name("x.y"), "from here");
        inboxes.forEach(inbox -> inbox.expect("from here"));
        lab.send(other, lab.name("x.y"), "from there");
        inboxes.forEach(inbox -> inbox.expect("from here", "from there"));
    }

    /** Not the pattern that brought it. */
    @Test
    @Rule("BUS-05")
    default void aHandlerSeesTheTopicPublishedTo(BusLab lab) {
        if (refusesPatterns(lab)) {
            return;
        }
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        lab.listen(bus, lab.name("c.**"), inbox);
        lab.send(bus, lab.name("c.one"), "1");
        inbox.await(1);
        lab.send(bus, lab.name("c.two.three"), "2");
        inbox.expect("1", "2");
        assertThat(inbox.messages())
                .extracting(Message::topic)
                .extracting(Object::toString)
                .containsExactly(lab.name("c.one"), lab.name("c.two.three"));
    }

    /** Publishes to all, the right ones last and each seen by a witness, and expects the right ones alone. */
    private static void matches(BusLab lab, String filter, List<String> right, List<String> wrong) {
        if (refusesPatterns(lab)) {
            return;
        }
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        lab.listen(bus, lab.name(filter), inbox);
        for (String topic : wrong) {
            Inbox witness = new Inbox();
            lab.listen(bus, lab.name(topic), witness);
            lab.send(bus, lab.name(topic), topic);
            witness.expect(topic);
        }
        for (int i = 0; i < right.size(); i++) {
            lab.send(bus, lab.name(right.get(i)), right.get(i));
            inbox.expect(right.subList(0, i + 1));
        }
    }

    /** True after having asserted that this bus refuses a wildcard as UNSUPPORTED. */
    private static boolean refusesPatterns(BusLab lab) {
        if (lab.can(Capability.PATTERNS)) {
            return false;
        }
        assertThatExceptionOfType(KeryxException.class)
                .isThrownBy(() -> lab.fresh().subscribe(lab.name("a.*"), message -> {}))
                .matches(failure -> failure.code() == ErrorCode.UNSUPPORTED);
        return true;
    }
}
