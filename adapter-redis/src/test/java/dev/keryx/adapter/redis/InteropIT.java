package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.WireFormat;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs that know Redis but not Keryx, in both directions: Lettuce, Redis' own redis-cli, and words on a plain socket. */
@Timeout(60)
class InteropIT {
    /** Set where redis-cli has to be installed. */
    private static final boolean NEEDS_CLI = "required".equals(System.getProperty("keryx.redisCli"));

    private final RedisServer redis = RedisServer.builder().start();
    private final MessageBus bus = RedisMessageBus.builder()
            .uri(redis.uri())
            .keyPrefix("app:")
            .options(BusOptions.DEFAULT.format(WireFormat.RAW))
            .build();

    @AfterEach
    void close() {
        bus.close();
        redis.close();
    }

    @Test
    void aForeignClientHearsTheBarePayloadAndIsHeard() {
        bus.start();
        List<String> here = new CopyOnWriteArrayList<>();
        Eventually.done(
                "ready",
                bus.subscribe("orders.*", message -> here.add(message.payload().utf8()))
                        .ready());
        List<String> there = new CopyOnWriteArrayList<>();
        try (RedisClient client = RedisClient.create(redis.uri());
                StatefulRedisPubSubConnection<String, String> subscriber = client.connectPubSub()) {
            subscriber.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String message) {
                    there.add(channel + " " + message);
                }
            });
            subscriber.sync().subscribe("app:orders.eu");

            Eventually.done("publish", bus.publish("orders.eu", "{\"id\":1}"));
            client.connect().sync().publish("app:orders.us", "{\"id\":2}");

            Eventually.equal("there", List.of("app:orders.eu {\"id\":1}"), () -> there);
            Eventually.equal("here", List.of("{\"id\":1}", "{\"id\":2}"), () -> here);
        }
    }

    @Test
    void wordsOnASocketAreEnough() throws IOException {
        bus.start();
        List<String> here = new CopyOnWriteArrayList<>();
        Eventually.done(
                "ready",
                bus.subscribe("orders", message -> here.add(message.payload().utf8()))
                        .ready());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            say(socket, "PUBLISH app:orders hello");
            assertThat(in.readLine()).isEqualTo(":1");
            Eventually.equal("here", List.of("hello"), () -> here);

            say(socket, "SUBSCRIBE app:orders");
            assertThat(lines(in, 6)).containsExactly("*3", "$9", "subscribe", "$10", "app:orders", ":1");
            Eventually.done("publish", bus.publish("orders", "olleh"));
            assertThat(lines(in, 7)).containsExactly("*3", "$7", "message", "$10", "app:orders", "$5", "olleh");
        }
    }

    /** As a program in any other language does, which runs where redis-cli is installed, or has to be. */
    @Test
    void redisCliPublishesAndListens() throws IOException {
        assumeTrue(NEEDS_CLI || isInstalled("redis-cli"), "no redis-cli here");
        bus.start();
        List<String> here = new CopyOnWriteArrayList<>();
        Eventually.done(
                "ready",
                bus.subscribe("orders", message -> here.add(message.payload().utf8()))
                        .ready());
        assertThat(cli("PUBLISH", "app:orders", "{\"id\":3}")).containsExactly("1");
        Eventually.equal("here", List.of("{\"id\":3}"), () -> here);

        Process listener = start("SUBSCRIBE", "app:orders");
        try (BufferedReader out = listener.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines(out, 3)).containsExactly("subscribe", "app:orders", "1");
            Eventually.done("publish", bus.publish("orders", "{\"id\":4}"));
            assertThat(lines(out, 3)).containsExactly("message", "app:orders", "{\"id\":4}");
        } finally {
            listener.destroy();
        }
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private List<String> cli(String... words) throws IOException {
        try (BufferedReader out = start(words).inputReader(StandardCharsets.UTF_8)) {
            return out.lines().toList();
        }
    }

    private Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("redis-cli", "-p", Integer.toString(redis.port())));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void say(Socket socket, String words) throws IOException {
        socket.getOutputStream().write((words + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(BufferedReader in, int count) throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(in.readLine());
        }
        return lines;
    }
}
