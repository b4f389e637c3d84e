package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.transport.BusLink;
import dev.keryx.testkit.Eventually;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that answers publishes, and to a heartbeat behind them says nothing yet: busy, and not dead. */
@Timeout(60)
class SignsOfLifeIT {
    private volatile Socket publisher;

    @Test
    void theAnswerToAPublishIsASignOfLife() throws IOException {
        try (ScriptedRedis redis = new ScriptedRedis(this::answer)) {
            Heard heard = new Heard();
            RedisTransport transport = new RedisTransport(
                    new OwnAccess(RedisURI.create(redis.uri()), DialOptions.within(Bench.PATIENCE)),
                    Bench.settings(Flavor.CLASSIC, ""));
            BusLink link = Eventually.done("open", transport.open(heard));
            CompletableFuture<Void> sent = Bench.send(link, "a", "much");
            Eventually.that("the publish was read", () -> publisher != null, () -> "not yet");

            CompletableFuture<Void> ping = link.ping();
            Eventually.done("ping", ping);

            Eventually.done("publish", sent);
            CompletableFuture<Void> next = link.ping();
            Eventually.done("close", link.close());
            Eventually.failed("the next ping, which nothing answered", next);
            assertThat(heard.losses).isEmpty();
            Eventually.done("release", transport.release());
        }
    }

    /** Where the publish is read it gets no answer; the heartbeat behind it brings that, and none of its own. */
    private String answer(Socket client, List<String> command) {
        return switch (command.get(0)) {
            case "HELLO" -> "%1\r\n" + ScriptedRedis.bulk("proto") + ":3\r\n";
            case "PUBLISH" -> {
                publisher = client;
                yield "";
            }
            case "PING" -> command.size() == 1 ? "+PONG\r\n" : answerToBeat(client, command.get(1));
            default -> "+OK\r\n";
        };
    }

    private String answerToBeat(Socket client, String beat) {
        if (client != publisher) {
            return ScriptedRedis.bulk(beat);
        }
        return beat.endsWith("-1") ? ":1\r\n" : "";
    }
}
