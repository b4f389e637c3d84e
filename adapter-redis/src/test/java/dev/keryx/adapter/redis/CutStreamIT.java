package dev.keryx.adapter.redis;

import dev.keryx.TimeSource;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.testkit.Eventually;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.protocol.ProtocolVersion;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The network may cut a message anywhere, and a heartbeat may leave between its two halves. */
@Timeout(60)
class CutStreamIT {
    private static final char RESP2 = '*';
    private static final char RESP3 = '>';

    private volatile Socket subscriber;
    private volatile int cut;

    @Test
    void losesNothingWithAClientOfItsOwn() throws IOException {
        try (ScriptedRedis redis = new ScriptedRedis((client, command) -> answer(client, command, RESP3))) {
            RedisTransport transport = new RedisTransport(
                    new OwnAccess(RedisURI.create(redis.uri()), DialOptions.within(Bench.PATIENCE)),
                    Bench.settings(Flavor.CLASSIC, ""));
            for (cut = 0; cut < message(RESP3, "halves").length(); cut++) {
                Heard heard = new Heard();
                BusLink link = Eventually.done("open", transport.open(heard));
                cutAMessage(link, heard, RESP3);

                Eventually.done("ping", link.ping());

                Eventually.equal("what was heard, cut at " + cut, List.of("whole", "halves"), heard::texts);
                Eventually.done("close", link.close());
            }
            Eventually.done("release", transport.release());
        }
    }

    /** Lettuce takes some of the halves for the heartbeat's answer in RESP2, whose messages look like answers. */
    @Test
    void losesNothingInSilenceWithALentClientThatSpeaksTheOldProtocol() throws IOException {
        try (ScriptedRedis redis = new ScriptedRedis((client, command) -> answer(client, command, RESP2));
                RedisClient client = RedisClient.create(redis.uri())) {
            client.setOptions(ClientOptions.builder()
                    .protocolVersion(ProtocolVersion.RESP2)
                    .build());
            RedisTransport transport = new RedisTransport(
                    new LentAccess(client, Bench.PATIENCE, TimeSource.system()), Bench.settings(Flavor.CLASSIC, ""));
            for (cut = 0; cut < message(RESP2, "halves").length(); cut++) {
                Heard heard = new Heard();
                BusLink link = Eventually.done("open", transport.open(heard));
                cutAMessage(link, heard, RESP2);

                CompletableFuture<Void> unused = link.ping();

                Eventually.that(
                        "heard or lost, cut at " + cut,
                        () -> heard.texts().contains("halves") != (heard.losses.size() == 1),
                        () -> heard.texts() + " " + heard.losses);
                Eventually.done("close", link.close());
            }
        }
    }

    /** One whole message and the first half of another, in one piece: who has heard the first has read the second. */
    private void cutAMessage(BusLink link, Heard heard, char kind) {
        Bench.add(link, "a");
        ScriptedRedis.write(
                subscriber, message(kind, "whole") + message(kind, "halves").substring(0, cut));
        Eventually.that("the whole one is heard", () -> heard.texts().contains("whole"), heard::texts);
    }

    private static String message(char kind, String text) {
        return kind + "3\r\n" + ScriptedRedis.bulk("message") + ScriptedRedis.bulk("a") + ScriptedRedis.bulk(text);
    }

    private String answer(Socket client, List<String> command, char kind) {
        return switch (command.get(0)) {
            case "HELLO" -> "%1\r\n" + ScriptedRedis.bulk("proto") + ":3\r\n";
            case "SUBSCRIBE" -> {
                subscriber = client;
                yield kind + "3\r\n" + ScriptedRedis.bulk("subscribe") + ScriptedRedis.bulk("a") + ":1\r\n";
            }
            case "PING" -> command.size() == 1 ? "+PONG\r\n" : beat(client, kind, ScriptedRedis.bulk(command.get(1)));
            default -> "+OK\r\n";
        };
    }

    private String beat(Socket client, char kind, String answer) {
        if (client != subscriber) {
            return answer;
        }
        String pong = kind == RESP2 ? "*2\r\n" + ScriptedRedis.bulk("pong") + answer : answer;
        return message(kind, "halves").substring(cut) + pong;
    }
}
