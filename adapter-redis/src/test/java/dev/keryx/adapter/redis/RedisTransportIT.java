package dev.keryx.adapter.redis;

import static dev.keryx.adapter.redis.Futures.failure;
import static dev.keryx.adapter.redis.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.redisserver.RedisServer;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One link to a real Redis, without the engine. */
@Timeout(60)
class RedisTransportIT {
    private final RedisServer redis = RedisServer.builder().start();
    private final Heard heard = new Heard();
    private RedisClient foreign;
    private RedisCommands<String, String> commands;
    private RedisTransport transport;

    @BeforeEach
    void connect() {
        foreign = RedisClient.create(redis.uri());
        commands = foreign.connect().sync();
        transport = transport(RedisURI.create(redis.uri()), "");
    }

    @AfterEach
    void leaveNothing() {
        get(transport.release());
        foreign.shutdown();
        redis.close();
        assertThat(heard.unexpected).isEmpty();
        await().untilAsserted(() -> assertThat(lettuceThreads()).isEmpty());
    }

    @Test
    void makesNothingBeforeItIsOpened() {
        long before = connections();
        transport(RedisURI.create(redis.uri()), "");
        assertThat(connections()).isEqualTo(before);
    }

    @Test
    void passesWhatIsPublishedByTheFilterThatBroughtIt() {
        BusLink link = open();
        TopicFilter exact = TopicFilter.of("orders.eu");
        TopicFilter wild = TopicFilter.of("orders.*");
        TopicFilter tail = TopicFilter.of("orders.**");
        assertThat(get(link.add(Set.of(exact, wild, tail)))).isEmpty();

        get(link.send(Topic.of("orders.eu"), TextFrame.alone("one")));

        await().until(() -> heard.items.size() == 3);
        assertThat(heard.items).extracting(Heard.Item::via).containsExactlyInAnyOrder(exact, wild, tail);
        assertThat(heard.items).allSatisfy(item -> {
            assertThat(item.topic()).isEqualTo(Topic.of("orders.eu"));
            assertThat(item.bytes().utf8()).isEqualTo("one");
        });
    }

    @Test
    void hearsAForeignPublisherButNoChannelThatIsNoTopic() {
        BusLink link = open();
        get(link.add(Set.of(TopicFilter.of("a.**"))));

        commands.publish("a.", "empty segment");
        commands.publish("a.*", "a wildcard");
        commands.publish("a." + "x".repeat(300), "too long");
        commands.publish("a.b", "plain");

        await().until(() -> heard.texts().contains("plain"));
        assertThat(heard.topics()).containsExactly("a.b");
    }

    @Test
    void takesRedisOwnWildcardsLiterally() {
        BusLink link = open();
        get(link.add(Set.of(TopicFilter.of("a?[b]^\\{x*.*"), TopicFilter.of("lone*"), TopicFilter.of("br[ab].**"))));

        commands.publish("a1b^\\{xy.z", "?");
        commands.publish("lonely", "*");
        commands.publish("bra.c", "[]");
        commands.publish("a?[b]^\\{x*.z", "one");
        commands.publish("lone*", "two");
        commands.publish("br[ab].c", "three");

        await().until(() -> heard.items.size() >= 3);
        assertThat(heard.texts()).containsExactly("one", "two", "three");
    }

    @Test
    void namesTheDeniedOneOfAThousand() {
        commands.aclSetuser(
                "app",
                new AclSetuserArgs()
                        .on()
                        .addPassword("secret")
                        .allCommands()
                        .resetChannels()
                        .channelPattern("t.*"));
        transport = transport(
                RedisURI.builder(RedisURI.create(redis.uri()))
                        .withAuthentication("app", "secret")
                        .build(),
                "");
        BusLink link = open();
        Set<TopicFilter> filters = new LinkedHashSet<>();
        IntStream.range(0, 1_000).forEach(i -> filters.add(TopicFilter.of(i == 500 ? "denied.topic" : "t." + i)));

        Map<TopicFilter, KeryxException> rejected = get(link.add(filters));

        assertThat(rejected).containsOnlyKeys(TopicFilter.of("denied.topic"));
        assertThat(rejected.values()).allSatisfy(why -> {
            assertThat(why.code()).isEqualTo(ErrorCode.REJECTED);
            assertThat(why).hasMessageContaining("denied.topic").hasMessageContaining("NOPERM");
            assertThat(why.getMessage()).doesNotContain("secret");
        });
        for (int i = 0; i < 1_000; i++) {
            if (i != 500) {
                commands.publish("t." + i, "to " + i);
            }
        }
        await().until(() -> heard.items.size() == 999);
        assertThat(failure(link.send(Topic.of("denied.topic"), TextFrame.alone("payload"))))
                .satisfies(why -> {
                    assertThat(why.code()).isEqualTo(ErrorCode.REJECTED);
                    assertThat(why).hasMessageContaining("denied.topic");
                    assertThat(why.getMessage()).doesNotContain("payload");
                });
    }

    @Test
    void stopsWhenAFilterIsRemovedAndKeepsTheOthers() {
        BusLink link = open();
        get(link.add(Set.of(TopicFilter.of("a"), TopicFilter.of("b"), TopicFilter.of("a.*"), TopicFilter.of("a.**"))));
        get(link.remove(Set.of(TopicFilter.of("a"), TopicFilter.of("a.*"))));

        commands.publish("a", "no more");
        commands.publish("a.x", "by the tail");
        commands.publish("b", "still");

        await().until(() -> heard.texts().contains("still"));
        assertThat(heard.texts()).containsExactly("by the tail", "still");
        assertThat(commands.pubsubNumsub("a")).containsEntry("a", 0L);
    }

    @Test
    void joinsWhatWaitsForOneWriteAndKeepsTheOrder() {
        BusLink link = open();
        get(link.add(Set.of(TopicFilter.of("t"))));

        List<CompletableFuture<Void>> sent = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            String text = i + ";";
            all.append(text);
            sent.add(link.send(Topic.of("t"), TextFrame.joinable(text)));
        }
        sent.forEach(Futures::get);

        await().untilAsserted(() -> assertThat(String.join("", heard.texts())).hasSize(all.length()));
        assertThat(String.join("", heard.texts())).isEqualTo(all.toString());
        assertThat(heard.items.size()).isLessThan(20_000);
        assertThat(heard.items)
                .allSatisfy(item -> assertThat(item.bytes().size()).isLessThanOrEqualTo(16 * 1024));
    }

    @Test
    void neverJoinsWhatCannotBeSplitAndKeepsTheOrderOverAllTopics() {
        BusLink link = open();
        get(link.add(Set.of(TopicFilter.of("t.*"))));

        List<CompletableFuture<Void>> sent = new ArrayList<>();
        List<String> texts = IntStream.range(0, 3_000).mapToObj(String::valueOf).toList();
        texts.forEach(text -> sent.add(link.send(Topic.of("t." + text.length()), TextFrame.alone(text))));
        sent.forEach(Futures::get);

        await().until(() -> heard.items.size() == texts.size());
        assertThat(heard.texts()).isEqualTo(texts);
    }

    @Test
    void putsEveryChannelUnderThePrefix() {
        transport = transport(RedisURI.create(redis.uri()), "app[1]:");
        BusLink link = open();
        get(link.add(Set.of(TopicFilter.of("a"), TopicFilter.of("b.*"))));

        commands.publish("a", "without");
        commands.publish("app1:b.c", "as a glob");
        commands.publish("app[1]:b.c", "one");
        get(link.send(Topic.of("a"), TextFrame.alone("two")));

        await().until(() -> heard.items.size() >= 2);
        assertThat(heard.texts()).containsExactly("one", "two");
        assertThat(heard.topics()).containsExactly("b.c", "a");
        assertThat(commands.pubsubChannels()).containsExactly("app[1]:a");
    }

    @Test
    void beatsOnBothConnectionsWithAndWithoutSubscriptions() {
        BusLink link = open();
        get(link.ping());
        get(link.add(Set.of(TopicFilter.of("a"))));
        get(link.ping());
        assertThat(heard.losses).isEmpty();
    }

    @Test
    void closesAtOnceWhileRedisHangsAndLeavesNoConnection() {
        long before = connections();
        BusLink link = open();
        get(link.add(Set.of(TopicFilter.of("a"))));
        redis.pause();
        CompletableFuture<Void> ping = link.ping();
        CompletableFuture<Void> sent = link.send(Topic.of("a"), TextFrame.alone("lost?"));
        CompletableFuture<?> added = link.add(Set.of(TopicFilter.of("b")));
        assertThat(ping).isNotDone();

        get(link.close());
        get(link.close());

        assertThat(failure(sent).code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(ping).isCompletedExceptionally();
        assertThat(added).isCompletedExceptionally();
        assertThat(heard.losses).isEmpty();
        redis.resume();
        await().untilAsserted(() -> assertThat(connections()).isEqualTo(before));
    }

    @Test
    void reportsTheLossOnceWhenRedisIsKilled() {
        BusLink link = open();
        get(link.add(Set.of(TopicFilter.of("a"))));
        redis.pause();
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sent.add(link.send(Topic.of("t" + i % 7), TextFrame.joinable("x")));
        }
        redis.kill();

        await().until(() -> !heard.losses.isEmpty());
        sent.forEach(
                future -> assertThat(failure(future).code()).isIn(ErrorCode.OUTCOME_UNKNOWN, ErrorCode.UNAVAILABLE));
        assertThat(failure(link.send(Topic.of("a"), TextFrame.alone("x"))).code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure(link.add(Set.of(TopicFilter.of("b")))).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        get(link.remove(Set.of(TopicFilter.of("a"))));
        get(link.close());
        assertThat(heard.losses)
                .singleElement()
                .satisfies(loss -> assertThat(loss).hasMessageContaining("127.0.0.1:" + redis.port()));
    }

    @Test
    void failsAtAnAddressWhereNobodyListensNamingIt() {
        int port = RedisServer.unusedPort();
        RedisTransport nowhere = transport(RedisURI.create("redis://:hunter2@127.0.0.1:" + port), "");

        KeryxException why = failure(nowhere.open(heard));

        assertThat(why.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(why).hasMessageContaining("127.0.0.1:" + port);
        assertThat(why.getMessage()).doesNotContain("hunter2");
        get(nowhere.release());
    }

    @Test
    void saysWhenTheCredentialsAreRefused() {
        commands.configSet("requirepass", "right");
        for (String uri : List.of("redis://:hunter2@127.0.0.1:", "redis://127.0.0.1:")) {
            RedisTransport stranger = transport(RedisURI.create(uri + redis.port()), "");
            KeryxException why = failure(stranger.open(heard));
            assertThat(why.code()).isEqualTo(ErrorCode.REJECTED);
            assertThat(why).hasMessageContaining("127.0.0.1:" + redis.port());
            assertThat(why.getMessage()).doesNotContain("hunter2");
            get(stranger.release());
        }
    }

    @Test
    void abandonsAnOpenUnderWayAndOpensAgainLater() {
        redis.pause();
        CompletableFuture<BusLink> opening = transport.open(heard);
        get(transport.release());
        assertThat(opening).isCompletedExceptionally();
        redis.resume();

        get(open().ping());
    }

    @Test
    void neverShowsThePayloadOfACommandThatRedisDoesNotKnow() {
        try (RedisServer mute =
                RedisServer.builder().config("rename-command", "PUBLISH", "").start()) {
            RedisTransport other = transport(RedisURI.create(mute.uri()), "");
            KeryxException why =
                    failure(get(other.open(heard)).send(Topic.of("t"), TextFrame.alone("a secret payload")));
            assertThat(why.code()).isEqualTo(ErrorCode.REJECTED);
            assertThat(why.getMessage()).contains("unknown command").doesNotContain("secret");
            assertThat(why.getCause()).isNull();
            get(other.release());
        }
    }

    private RedisTransport transport(RedisURI uri, String prefix) {
        return new RedisTransport(new OwnAccess(uri, Duration.ofSeconds(3)), new RedisNames(prefix));
    }

    private BusLink open() {
        return get(transport.open(heard));
    }

    private long connections() {
        return commands.clientList().lines().count();
    }

    private static Collection<String> lettuceThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("lettuce") || name.startsWith("keryx-redis"))
                .toList();
    }
}
