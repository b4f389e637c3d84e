package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.Headers;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.Capability;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageId;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What comes out is what went in. How it looks on the broker is {@link WireContract}'s. */
public interface FidelityContract extends BusContract {
    /** Every byte value, nothing at all, and a large one. */
    @Test
    @Rule("BUS-25")
    default void payloadsArriveByteForByte(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox here = new Inbox();
        Inbox there = new Inbox();
        lab.listen(bus, lab.name("bytes"), here);
        lab.listen(lab.started(), lab.name("bytes"), there);
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        byte[] large = new byte[Math.min(1 << 20, lab.harness().maxPayloadBytes())];
        new Random(7).nextBytes(large);
        List<byte[]> payloads = List.of(all, new byte[0], large, new byte[] {0}, new byte[] {-1, 13, 10, 0});
        payloads.forEach(bytes -> lab.send(bus, Message.to(lab.name("bytes"), Payload.of(bytes))));
        for (Inbox inbox : List.of(here, there)) {
            inbox.await(payloads.size());
            for (int i = 0; i < payloads.size(); i++) {
                assertThat(inbox.messages().get(i).payload().toByteArray()).isEqualTo(payloads.get(i));
            }
        }
    }

    /** Any strings, in the order they were put. Without the capability the publish says so. */
    @Test
    @Rule("BUS-26")
    default void headersArriveAsTheyWerePut(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        lab.listen(lab.started(), lab.name("headers"), inbox);
        Message message = Message.to(lab.name("headers"), Payload.utf8("h")).withHeaders(oddHeaders());
        if (!lab.can(Capability.HEADERS)) {
            assertThat(Eventually.failed("publish", bus.publish(message)).code())
                    .isEqualTo(ErrorCode.UNSUPPORTED);
            return;
        }
        lab.send(bus, message);
        lab.send(bus, lab.name("headers"), "none");
        inbox.expect("h", "none");
        assertThat(new ArrayList<>(inbox.messages().get(0).headers().asMap().entrySet()))
                .isEqualTo(new ArrayList<>(oddHeaders().asMap().entrySet()));
        assertThat(inbox.messages().get(1).headers().isEmpty()).isTrue();
    }

    /** Refused before a byte leaves, naming topic and limit; as many as are allowed arrive. */
    @Test
    @Rule("BUS-26")
    default void tooManyHeadersAreRefused(BusLab lab) {
        if (!lab.can(Capability.HEADERS)) {
            return; // asserted as UNSUPPORTED in headersArriveAsTheyWerePut
        }
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        lab.listen(bus, lab.name("many"), inbox);
        KeryxException failure = Eventually.failed("publish", bus.publish(withHeaders(lab, Message.MAX_HEADERS + 1)));
        assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT);
        assertThat(failure).hasMessageContaining(lab.name("many")).hasMessageContaining("" + Message.MAX_HEADERS);
        lab.send(bus, withHeaders(lab, Message.MAX_HEADERS));
        inbox.await(1);
        assertThat(inbox.messages())
                .extracting(message -> message.headers().asMap().size())
                .containsExactly(Message.MAX_HEADERS);
    }

    private static Message withHeaders(BusLab lab, int count) {
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            many.put("h" + i, "");
        }
        return Message.to(lab.name("many"), Payload.empty()).withHeaders(Headers.of(many));
    }

    private static Headers oddHeaders() {
        Map<String, String> odd = new LinkedHashMap<>();
        odd.put("z", "last letter first");
        odd.put("", "no name");
        odd.put("no value", "");
        odd.put("line\r\nbreak", "a\r\nb: c\u0000");
        odd.put("emoji \uD83D\uDE00", "\uD83D\uDE80 größer 日本");
        odd.put("a", "x".repeat(5_000));
        for (int i = 0; i < 200; i++) {
            odd.put("many " + i, Integer.toString(i));
        }
        return Headers.of(odd);
    }

    /** Everybody sees the same id; no two messages share one; its first part names the bus. */
    @Test
    @Rule("BUS-27")
    default void everyMessageHasOneIdThatAllReceiversSee(BusLab lab) {
        if (!lab.can(Capability.HEADERS)) {
            return; // asserted as UNSUPPORTED in headersArriveAsTheyWerePut
        }
        MessageBus first = lab.started();
        MessageBus second = lab.started();
        Inbox here = new Inbox();
        Inbox there = new Inbox();
        lab.listen(first, lab.name("id"), here);
        lab.listen(second, lab.name("id"), there);
        lab.send(first, lab.name("id"), "1", "2", "3");
        here.await(3);
        there.await(3);
        lab.send(second, lab.name("id"), "4");
        here.expect("1", "2", "3", "4");
        there.expect("1", "2", "3", "4");
        List<MessageId> ids = ids(here);
        assertThat(ids(there)).isEqualTo(ids);
        assertThat(new HashSet<>(ids)).hasSize(4);
        assertThat(ids.get(1).sender()).isEqualTo(ids.get(0).sender());
        assertThat(ids.get(3).sender()).isNotEqualTo(ids.get(0).sender());
    }

    private static List<MessageId> ids(Inbox inbox) {
        return inbox.messages().stream()
                .map(message -> message.id().orElseThrow())
                .toList();
    }

    /** The publisher's own to the millisecond, else the bus's clock. */
    @Test
    @Rule("BUS-27")
    default void theTimestampIsKept(BusLab lab) {
        if (!lab.can(Capability.HEADERS)) {
            return; // asserted as UNSUPPORTED in headersArriveAsTheyWerePut
        }
        Instant now = Instant.ofEpochMilli(1_234_567_890_123L);
        MessageBus bus = lab.started(lab.options().clock(new FixedNow(now)));
        Inbox inbox = new Inbox();
        lab.listen(lab.started(), lab.name("time"), inbox);
        Instant own = Instant.ofEpochMilli(-77_777L);
        lab.send(bus, Message.to(lab.name("time"), Payload.utf8("own")).withTimestamp(own.plusNanos(999_999)));
        lab.send(bus, lab.name("time"), "the clock's");
        inbox.expect("own", "the clock's");
        assertThat(inbox.messages())
                .extracting(message -> message.timestamp().orElseThrow())
                .containsExactly(own, now);
    }

    /** Once publish has returned, the array is the caller's again. */
    @Test
    @Rule("BUS-01")
    default void changingThePublishedArrayChangesNothing(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        lab.listen(bus, lab.name("array"), inbox);
        byte[] array = "original".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int i = 0; i < 10; i++) {
            var published = bus.publish(lab.name("array"), array);
            byte[] original = array.clone();
            Arrays.fill(array, (byte) 'x');
            Eventually.done("publish", published);
            inbox.await(i + 1);
            System.arraycopy(original, 0, array, 0, array.length);
        }
        assertThat(inbox.texts()).hasSize(10).containsOnly("original");
    }

    /** What one handler does to what it got is nobody else's business. */
    @Test
    @Rule("BUS-01")
    default void aHandlerCannotChangeWhatOthersReceive(BusLab lab) {
        MessageBus bus = lab.started();
        List<Inbox> inboxes = List.of(new Inbox(), new Inbox());
        Inbox vandal = new Inbox();
        lab.listen(bus, lab.name("shared"), inboxes.get(0));
        lab.listen(bus, lab.name("shared"), message -> {
            Arrays.fill(message.payload().toByteArray(), (byte) 0);
            assertThat(message.payload().toByteBuffer().isReadOnly()).isTrue();
            vandal.handle(message);
        });
        lab.listen(bus, lab.name("shared"), inboxes.get(1));
        lab.send(bus, lab.name("shared"), "first", "second");
        vandal.expect("first", "second");
        inboxes.forEach(inbox -> inbox.expect("first", "second"));
    }

    /** Refused before a byte leaves, naming the limit; what fits still goes. */
    @Test
    @Rule("BUS-28")
    default void aPayloadAboveTheLimitIsRefusedAndNothingIsSent(BusLab lab) {
        int limit = lab.harness().maxPayloadBytes();
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        lab.listen(bus, lab.name("large"), inbox);
        byte[] fits = new byte[Math.min(limit, 8 << 20)];
        if (limit <= fits.length) {
            KeryxException failure = Eventually.failed("publish", bus.publish(lab.name("large"), new byte[limit + 1]));
            assertThat(failure.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
            assertThat(failure).hasMessageContaining(lab.name("large"));
        }
        Eventually.done("publish", bus.publish(lab.name("large"), fits));
        inbox.await(1);
        assertThat(inbox.messages())
                .extracting(message -> message.payload().size())
                .containsExactly(fits.length);
    }
}
