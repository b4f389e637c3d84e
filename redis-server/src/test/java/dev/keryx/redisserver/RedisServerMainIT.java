package dev.keryx.redisserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RedisServerMainIT {
    private final int port = RedisServer.unusedPort();
    private Process program;

    @AfterEach
    void ends() {
        program.destroyForcibly();
    }

    @Test
    void saysReadyThenObeysAndLeavesNoRedis() throws Exception {
        program = start();
        try (BufferedReader out = program.inputReader();
                Writer in = program.outputWriter()) {
            assertThat(out.readLine()).isEqualTo("READY redis://127.0.0.1:" + port);

            say(in, "kill");
            assertThat(out.readLine()).isEqualTo("DONE kill");
            assertThat(Ping.answers("127.0.0.1", port)).isFalse();

            say(in, "restart");
            assertThat(out.readLine()).isEqualTo("DONE restart");
            assertThat(Ping.answers("127.0.0.1", port)).isTrue();

            say(in, "close");
            assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(Ping.answers("127.0.0.1", port)).isFalse();
        }
    }

    @Test
    void takesItsRedisAlongWhenItIsTerminated() throws Exception {
        program = start();
        try (BufferedReader out = program.inputReader()) {
            assertThat(out.readLine()).startsWith("READY");

            program.destroy();

            assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(Ping.answers("127.0.0.1", port)).isFalse();
        }
    }

    private static void say(Writer in, String word) throws IOException {
        in.write(word + "\n");
        in.flush();
    }

    private Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        return new ProcessBuilder(List.of(
                        java, "-cp", classes, RedisServerMain.class.getName(), "--port", Integer.toString(port)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
