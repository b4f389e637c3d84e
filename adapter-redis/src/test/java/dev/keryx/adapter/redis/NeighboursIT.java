package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.keryx.bus.TopicFilter;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Nodes that tell of the connections between them, or do not. */
@Timeout(60)
class NeighboursIT {
    private static final String LOADING = "-LOADING Redis is loading the dataset in memory\r\n";

    private final Logger log = (Logger) LoggerFactory.getLogger(Neighbours.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Dialers dialers = new Dialers(DialOptions.within(Bench.PATIENCE), null);
    private final Missed missed = new Missed();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void release() {
        log.detachAppender(lines);
        Eventually.done("release", dialers.release());
    }

    /** A link that looks at its node's neighbours, each of which matters. */
    private RedisLink link(RedisURI uri) {
        NameCodec codec = new NameCodec();
        Neighbours neighbours = new Neighbours(id -> true, warned);
        Connections connections = Eventually.done("connect", dialers.present().connect(uri, codec));
        Settings settings = Bench.settings(Flavor.CLASSIC, "");
        RedisLink link = new RedisLink(
                        connections, codec, settings, missed, new Failures(Addresses.name(uri)), neighbours)
                .begin();
        Eventually.done("first look", neighbours.first(link));
        return link;
    }

    /** The user's rights are real ones; that this Redis has no cluster around it, it would say only to who may ask. */
    @Test
    void warnsOnceAndAsksNoMoreWhereItMayNotAsk() {
        try (RedisServer redis = RedisServer.builder().start()) {
            redis.ask("ACL", "SETUSER", "app", "on", ">secret", "&*", "+@all", "-cluster|links");
            String address = "127.0.0.1:" + redis.port();
            RedisLink link = link(RedisURI.create("redis://app:secret@" + address));

            Eventually.done("ping", link.ping());
            Eventually.done("ping", link.ping());
            Eventually.done(
                    "close of a second link",
                    link(RedisURI.create("redis://app:secret@" + address)).close());

            assertThat(lines.list).singleElement().satisfies(line -> {
                assertThat(line.getLevel()).isEqualTo(Level.WARN);
                assertThat(line.getFormattedMessage())
                        .startsWith("Redis at " + address + " does not answer CLUSTER LINKS")
                        .contains("NOPERM")
                        .doesNotContain("secret");
            });
            assertThat((String) redis.ask("INFO", "commandstats"))
                    .containsPattern("cluster\\|links:calls=0,[^\\n]*rejected_calls=2,");
            assertThat(Bench.add(link, "a")).isEmpty();
            Eventually.done("publish", Bench.send(link, "a", "1"));
            Eventually.equal("what was heard", List.of("1"), missed::texts);
            Eventually.done("close", link.close());
        }
    }

    /** Else a cluster whose addresses change for ever would fill the heap. */
    @Test
    void forgetsOldComplaintsWhereThereAreTooMany() throws IOException {
        IntStream.range(0, Neighbours.MOST_WARNED).forEach(number -> warned.add("host" + number));
        Queue<String> answers = new ConcurrentLinkedQueue<>(List.of("-NOPERM no permission\r\n"));
        try (ScriptedRedis redis = new ScriptedRedis((client, command) -> answer(command, answers))) {
            RedisLink link = link(RedisURI.create(redis.uri()));

            assertThat(warned).containsExactly("127.0.0.1:" + redis.port());
            assertThat(lines.list).hasSize(1);
            Eventually.done("close", link.close());
        }
    }

    /** What changed before the first answer nobody can know, so that it counts as changed. */
    @Test
    void tellsOfAHoleOnceANodeAnswersThatCouldNotAtFirst() throws IOException {
        Queue<String> answers =
                new ConcurrentLinkedQueue<>(List.of(LOADING, LOADING, inbound("1"), inbound("1"), inbound("2")));
        try (ScriptedRedis redis = new ScriptedRedis((client, command) -> answer(command, answers))) {
            RedisLink link = link(RedisURI.create(redis.uri()));
            look(link, answers, 3);
            assertThat(missed.causes).isEmpty();
            look(link, answers, 2);
            Eventually.equal("holes after the first answer", 1, missed.causes::size);
            look(link, answers, 1);
            look(link, answers, 0);
            Eventually.equal("holes after a connection was made anew", 2, missed.causes::size);

            assertThat(lines.list).isEmpty();
            Eventually.done("close", link.close());
        }
    }

    /** The answer to the look comes before that to the heartbeat, over the same connection. */
    private static void look(RedisLink link, Queue<String> answers, int left) {
        Eventually.done("ping", link.ping());
        assertThat(answers).hasSize(left);
    }

    private static String answer(List<String> command, Queue<String> links) {
        return switch (command.get(0)) {
            case "HELLO" -> "%1\r\n" + ScriptedRedis.bulk("proto") + ":3\r\n";
            case "PING" -> command.size() == 1 ? "+PONG\r\n" : ScriptedRedis.bulk(command.get(1));
            case "CLUSTER" -> String.valueOf(links.poll());
            default -> "+OK\r\n";
        };
    }

    private static String inbound(String made) {
        return "*1\r\n*6\r\n" + ScriptedRedis.bulk("direction") + ScriptedRedis.bulk("from")
                + ScriptedRedis.bulk("node") + ScriptedRedis.bulk("other") + ScriptedRedis.bulk("create-time") + ":"
                + made + "\r\n";
    }

    /** Holes are expected here. */
    private static final class Missed extends Heard {
        final List<Throwable> causes = new CopyOnWriteArrayList<>();

        @Override
        public void missed(Set<TopicFilter> filters, Throwable cause) {
            causes.add(cause);
        }
    }
}
