package dev.keryx.adapter.redis;

import static dev.keryx.adapter.redis.Bench.add;
import static dev.keryx.adapter.redis.Bench.remove;
import static dev.keryx.adapter.redis.Bench.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.testkit.Eventually;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisURI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One link to a healthy Redis, without the engine. */
@Timeout(60)
class RedisTransportIT {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void connectsOnlyWhenItIsOpened() {
        long before = bench.connections();
        RedisTransport transport = bench.transport();
        assertThat(bench.connections()).isEqualTo(before);

        bench.open(transport);
        assertThat(bench.connections()).isEqualTo(before + 2);
    }

    @Test
    void findsRedisByAName() {
        BusLink link = bench.open(bench.transport(RedisURI.create("redis://localhost:" + bench.redis.port()), ""));
        Eventually.done("ping", link.ping());
    }

    @Test
    void passesWhatIsPublishedOnceForEachFilterThatBroughtIt() {
        BusLink link = bench.open();
        assertThat(add(link, "orders.eu", "orders.*", "orders.**")).isEmpty();

        Eventually.done("send", send(link, "orders.eu", "one"));

        bench.expect("one", "one", "one");
        assertThat(bench.heard.items)
                .extracting(Heard.Item::via)
                .containsExactlyInAnyOrder(
                        TopicFilter.of("orders.eu"), TopicFilter.of("orders.*"), TopicFilter.of("orders.**"));
        assertThat(bench.heard.items).extracting(Heard.Item::topic).containsOnly(Topic.of("orders.eu"));
    }

    @Test
    void hearsForeignPublishersButNoChannelThatIsNoTopic() {
        add(bench.open(), "a.**");

        bench.commands.publish("a.", "empty segment");
        bench.commands.publish("a.*", "a wildcard");
        bench.commands.publish("a." + "x".repeat(300), "too long");
        bench.commands.publish("a.b", "plain");

        bench.expect("plain");
        assertThat(bench.heard.topics()).containsExactly("a.b");
    }

    @Test
    void takesWhatIsAWildcardOnlyToRedisLiterally() {
        add(bench.open(), "a?[b]^\\{x*.*", "lone*", "br[ab].**");

        bench.commands.publish("a1b^\\{xy.z", "?");
        bench.commands.publish("lonely", "*");
        bench.commands.publish("bra.c", "[]");
        bench.commands.publish("a?[b]^\\{x*.z", "one");
        bench.commands.publish("lone*", "two");
        bench.commands.publish("br[ab].c", "three");

        bench.expect("one", "two", "three");
    }

    @Test
    void namesTheOneOfAThousandThatIsDenied() {
        bench.commands.aclSetuser(
                "app",
                new AclSetuserArgs()
                        .on()
                        .addPassword("hunter2")
                        .allCommands()
                        .resetChannels()
                        .channelPattern("t.*"));
        RedisURI uri = RedisURI.builder(bench.uri())
                .withAuthentication("app", "hunter2")
                .build();
        BusLink link = bench.open(bench.transport(uri, ""));
        Set<TopicFilter> filters = new LinkedHashSet<>();
        IntStream.range(0, 1_000).forEach(i -> filters.add(TopicFilter.of(i == 500 ? "denied" : "t." + i)));

        Map<TopicFilter, KeryxException> rejected = Eventually.done("add", link.add(filters));

        assertThat(rejected).containsOnlyKeys(TopicFilter.of("denied"));
        assertRefused(rejected.get(TopicFilter.of("denied")), "NOPERM");
        IntStream.range(0, 1_000).filter(i -> i != 500).forEach(i -> bench.commands.publish("t." + i, "x"));
        Eventually.equal("messages", 999, bench.heard.items::size);
        assertRefused(Eventually.failed("send", send(link, "denied", "hunter2")), "NOPERM");
        Eventually.done("ping", link.ping());
    }

    private void assertRefused(KeryxException refusal, String reply) {
        assertThat(refusal.code()).isEqualTo(ErrorCode.REJECTED);
        assertThat(refusal)
                .hasMessageContaining("denied")
                .hasMessageContaining(reply)
                .hasMessageContaining(bench.address());
        assertThat(refusal.getMessage()).doesNotContain("hunter2");
    }

    @Test
    void endsTheFiltersThatAreRemovedAndNoOther() {
        BusLink link = bench.open();
        add(link, "a", "b", "a.*", "a.**");
        remove(link, "a", "a.*");

        bench.commands.publish("a", "no more");
        bench.commands.publish("a.x", "by the tail");
        bench.commands.publish("b", "still");

        bench.expect("by the tail", "still");
        assertThat(bench.commands.pubsubNumsub("a")).containsEntry("a", 0L);
        assertThat(bench.commands.pubsubNumpat()).isEqualTo(1);
        add(link, "a");
        bench.commands.publish("a", "again");
        bench.expect("by the tail", "still", "again");
    }

    @Test
    void joinsWhatWaitsForOneWriteAndKeepsTheOrder() {
        BusLink link = bench.open();
        add(link, "t");
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            all.append(i).append(';');
            sent.add(link.send(Topic.of("t"), TextFrame.joinable(i + ";")));
        }
        sent.forEach(future -> Eventually.done("send", future));

        Eventually.equal("everything", all.toString(), () -> String.join("", bench.heard.texts()));
        assertThat(bench.heard.items.size()).isLessThan(20_000);
        assertThat(bench.heard.items)
                .allSatisfy(item -> assertThat(item.bytes().size()).isLessThanOrEqualTo(Batch.MAX_JOINED_BYTES));
    }

    @Test
    void neverJoinsFramesThatCannotBeSplitAndKeepsTheOrderOverAllTopics() {
        BusLink link = bench.open();
        add(link, "t.*");
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        List<String> texts = IntStream.range(0, 3_000).mapToObj(String::valueOf).toList();
        texts.forEach(text -> sent.add(send(link, "t." + text.length(), text)));
        sent.forEach(future -> Eventually.done("send", future));

        Eventually.equal("everything", texts, bench.heard::texts);
    }

    @Test
    void keepsEveryThreadsOrderWhenManySend() {
        BusLink link = bench.open();
        add(link, "t.*");
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(t -> new Thread(() -> IntStream.range(0, 500)
                        .forEach(i -> link.send(Topic.of("t." + i % 3), TextFrame.joinable(t + ":" + i + ";")))))
                .toList();
        threads.forEach(Thread::start);

        Eventually.equal(
                "frames",
                4_000L,
                () -> String.join("", bench.heard.texts())
                        .chars()
                        .filter(c -> c == ';')
                        .count());
        List<String> frames = List.of(String.join("", bench.heard.texts()).split(";"));
        for (int t = 0; t < 8; t++) {
            String mine = t + ":";
            assertThat(frames.stream().filter(frame -> frame.startsWith(mine)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 500).mapToObj(i -> mine + i).toList());
        }
    }

    @Test
    void carriesEmptyAndLargeFrames() {
        BusLink link = bench.open();
        add(link, "t");
        String large = "0123456789abcdef".repeat(1 << 18);

        Eventually.done("send", send(link, "t", ""));
        Eventually.done("send", send(link, "t", large));

        bench.expect("", large);
    }

    @Test
    void putsEveryChannelUnderThePrefix() {
        BusLink link = bench.open(bench.transport(bench.uri(), "app[1]:"));
        add(link, "a", "b.*");

        bench.commands.publish("a", "without");
        bench.commands.publish("app1:b.c", "as a glob");
        bench.commands.publish("app[1]:b.c", "one");
        Eventually.done("send", send(link, "a", "two"));

        bench.expect("one", "two");
        assertThat(bench.heard.topics()).containsExactly("b.c", "a");
        assertThat(bench.commands.pubsubChannels()).containsExactly("app[1]:a");
    }

    @Test
    void beatsOnBothConnectionsWhateverIsSubscribed() {
        BusLink link = bench.open();
        Eventually.done("ping", link.ping());
        add(link, "a", "a.*");
        Eventually.done("ping", link.ping());
        remove(link, "a", "a.*");
        Eventually.done("ping", link.ping());
        assertThat(bench.heard.losses).isEmpty();
    }
}
