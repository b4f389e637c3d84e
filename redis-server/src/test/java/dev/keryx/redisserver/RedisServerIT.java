package dev.keryx.redisserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RedisServerIT {
    @Test
    void answersOnceItIsStarted() throws IOException {
        try (RedisServer redis = RedisServer.builder().start()) {
            assertThat(say(redis, "PING")).isEqualTo("+PONG");
            assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + redis.port());
        }
    }

    @Test
    void runsTwiceAtOnce() throws IOException {
        try (RedisServer one = RedisServer.builder().start();
                RedisServer other = RedisServer.builder().start()) {
            assertThat(say(one, "SET key one")).isEqualTo("+OK");
            assertThat(say(other, "EXISTS key")).isEqualTo(":0");
        }
    }

    @Test
    void isGoneWhenKilledAndComesBackOnTheSamePortWithoutItsData() throws IOException {
        try (RedisServer redis = RedisServer.builder().start()) {
            int port = redis.port();
            say(redis, "SET key value");
            long before = redis.pid();

            redis.kill();
            assertThat(Ping.answers("127.0.0.1", port)).isFalse();
            redis.restart();

            assertThat(redis.port()).isEqualTo(port);
            assertThat(redis.pid()).isNotEqualTo(before);
            assertThat(say(redis, "EXISTS key")).isEqualTo(":0");
        }
    }

    @Test
    void restartsWhileClientsAreConnected() throws IOException {
        try (RedisServer redis = RedisServer.builder().start();
                Socket client = connect(redis)) {
            assertThat(say(client, "PING")).isEqualTo("+PONG");
            redis.restart();
            assertThat(say(redis, "PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void keepsItsConnectionsButIsSilentWhilePaused() throws IOException {
        try (RedisServer redis = RedisServer.builder().start();
                Socket client = connect(redis)) {
            redis.pause();
            client.setSoTimeout(100);
            assertThat(catchTimeout(client)).isTrue();

            redis.resume();
            client.setSoTimeout(10_000);
            assertThat(readLine(client)).isEqualTo("+PONG");
        }
    }

    @Test
    void closesWhilePausedAndLeavesNoProcess() {
        RedisServer redis = RedisServer.builder().start();
        ProcessHandle process = ProcessHandle.of(redis.pid()).orElseThrow();
        redis.pause();

        redis.close();
        redis.close();

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket holder = new ServerSocket(RedisServer.unusedPort(), 1, InetAddress.getLoopbackAddress())) {
            int port = holder.getLocalPort();
            assertThatIllegalStateException()
                    .isThrownBy(() -> RedisServer.onPort(port))
                    .withMessage("Port " + port + " is taken");
        }
    }

    @Test
    void isNotFooledByAnotherRedisOnItsPort() {
        try (RedisServer other = RedisServer.builder().start()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> RedisServer.onPort(other.port()))
                    .withMessage("Port " + other.port() + " is taken");
        }
    }

    @Test
    void takesLinesOfConfigurationAndKeepsThemThroughARestart() throws IOException {
        try (RedisServer redis =
                RedisServer.builder().config("requirepass", "secret").start()) {
            redis.restart();
            assertThat(say(redis, "GET key")).startsWith("-NOAUTH");
            assertThat(say(redis, "AUTH secret")).isEqualTo("+OK");
        }
    }

    @Test
    void saysWhatRedisSaidWhenItDoesNotStart() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        RedisServer.builder().config("no-such-directive", "1").start())
                .withMessageContaining("no-such-directive");
    }

    @Test
    void restartsNoMoreOnceClosed() {
        RedisServer redis = RedisServer.builder().start();
        redis.close();
        assertThatIllegalStateException().isThrownBy(redis::restart).withMessage("Redis is closed");
    }

    private static boolean catchTimeout(Socket client) throws IOException {
        try {
            say(client, "PING");
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    private static String say(RedisServer redis, String command) throws IOException {
        try (Socket socket = connect(redis)) {
            return say(socket, command);
        }
    }

    private static String say(Socket socket, String command) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return readLine(socket);
    }

    private static String readLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\r';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static Socket connect(RedisServer redis) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), redis.port());
    }
}
