package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Gap;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.testkit.Eventually;
import io.lettuce.core.protocol.ProtocolVersion;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server, or something in between, that ends a subscription though nobody has asked it to. */
@Timeout(60)
class UnaskedIT {
    private volatile Socket subscriber;

    /** Nobody would hear anything any more, if it were not asked for again; and somebody has to know of the hole. */
    @ParameterizedTest
    @CsvSource({"a, unsubscribe, >", "a, unsubscribe, *", "a.*, punsubscribe, >", "a.*, punsubscribe, *"})
    void subscribesAgainAndTellsOfAHole(String filter, String unasked, char kind) throws IOException {
        try (ScriptedRedis redis = new ScriptedRedis((client, command) -> answer(client, command, kind));
                MessageBus bus = RedisMessageBus.builder()
                        .uri(redis.uri())
                        .protocol(kind == '>' ? ProtocolVersion.RESP3 : ProtocolVersion.RESP2)
                        .build()) {
            bus.start();
            Story story = new Story();
            Eventually.done("ready", story.listen(bus, filter).ready());
            Socket before = subscriber;

            ScriptedRedis.write(
                    before, head(kind) + ScriptedRedis.bulk(unasked) + ScriptedRedis.bulk(filter) + ":0\r\n");

            Eventually.that("a gap was told", () -> !story.gaps().isEmpty(), () -> story);
            assertThat(story.gaps().get(0).causes()).containsOnly(Gap.Cause.MOVED);
            assertThat(bus.state()).isEqualTo(BusState.RUNNING);
            assertThat(subscriber).as("the same connection").isSameAs(before);
        }
    }

    private String answer(Socket client, List<String> command, char kind) {
        return switch (command.get(0)) {
            case "HELLO" -> "%1\r\n" + ScriptedRedis.bulk("proto") + ":3\r\n";
            case "SUBSCRIBE", "PSUBSCRIBE" -> {
                subscriber = client;
                yield head(kind) + ScriptedRedis.bulk(command.get(0).toLowerCase(Locale.ROOT))
                        + ScriptedRedis.bulk(command.get(1)) + ":1\r\n";
            }
            case "PING" -> command.size() == 1 ? "+PONG\r\n" : pong(client, command.get(1), kind);
            default -> "+OK\r\n";
        };
    }

    private String pong(Socket client, String beat, char kind) {
        boolean isMessage = client == subscriber && kind == '*';
        return (isMessage ? "*2\r\n" + ScriptedRedis.bulk("pong") : "") + ScriptedRedis.bulk(beat);
    }

    private static String head(char kind) {
        return kind + "3\r\n";
    }
}
