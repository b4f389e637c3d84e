package dev.keryx.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.SocketProbe;
import dev.keryx.testkit.ThreadProbe;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * What somebody sees who starts the examples wrongly: one line that names what and where, and exit code 2. Each is a process
 * of its own, so that what a log writes is seen too.
 */
class CommandsIT {
    private static final String CLASS_PATH = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.endsWith("test-classes")) // They bring a log of their own.
            .collect(Collectors.joining(File.pathSeparator));

    @TempDir
    private Path folder;

    private void failsInOneLineNaming(List<String> names, String... args) throws IOException {
        Path errors = folder.resolve("errors");
        Process keryx = new ProcessBuilder(command(args))
                .redirectError(errors.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Eventually.that("it ends", () -> !keryx.isAlive(), keryx::info);
        } finally {
            keryx.destroyForcibly();
        }
        assertThat(Files.readString(errors)).hasLineCount(1).contains(names);
        assertThat(keryx.exitValue()).isEqualTo(2);
    }

    private static List<String> command(String... args) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(
                List.of(java, "--enable-native-access=ALL-UNNAMED", "-cp", CLASS_PATH, Keryx.class.getName()));
        command.addAll(List.of(args));
        return command;
    }

    @Test
    void an_unknown_option_is_named() throws IOException {
        failsInOneLineNaming(List.of("keryx chat", "--prot"), "chat", "--prot", "8080");
    }

    @Test
    void an_unknown_command_is_named() throws IOException {
        failsInOneLineNaming(List.of("caht"), "caht");
    }

    @Test
    void no_command_at_all_names_them() throws IOException {
        failsInOneLineNaming(List.of("chat", "broadcast", "conformance"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "broadcast", "conformance"})
    void a_port_that_is_no_number_or_out_of_range_is_named_with_its_option(String command) throws IOException {
        for (String port : List.of("eighty", "80000", "-1")) {
            failsInOneLineNaming(List.of("keryx " + command, "--port", "'" + port + "'"), command, "--port=" + port);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "broadcast"})
    void an_address_that_is_no_redis_is_named_with_its_option(String command) throws IOException {
        failsInOneLineNaming(List.of("keryx " + command, "--redis", "'foo'"), command, "--port", "0", "--redis", "foo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "broadcast"})
    void a_password_is_not_repeated(String command) throws IOException {
        failsInOneLineNaming(
                List.of("--redis", "'redis://***@localhost:***'"),
                command,
                "--port",
                "0",
                "--redis",
                "redis://ada:secret@localhost:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "broadcast"})
    void an_unreachable_redis_is_named(String command) throws IOException {
        String address = "127.0.0.1:" + RedisServer.unusedPort();
        failsInOneLineNaming(
                List.of("keryx " + command, address), command, "--port", "0", "--redis", "redis://:secret@" + address);
    }

    @Test
    void an_unreachable_redis_leaves_no_thread_and_no_socket() {
        SocketProbe sockets = SocketProbe.now();
        ThreadProbe threads = ThreadProbe.now();
        CommandLine commands = Keryx.commands();
        commands.getSubcommands().get("chat").setErr(new PrintWriter(new StringWriter()));

        int exit = commands.execute("chat", "--port", "0", "--redis", "redis://127.0.0.1:" + RedisServer.unusedPort());

        assertThat(exit).isEqualTo(2);
        threads.awaitNoneLeft("by a chat that could not start");
        sockets.awaitNoneLeft("by a chat that could not start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "broadcast", "conformance"})
    void an_address_in_use_is_named(String command) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            failsInOneLineNaming(
                    List.of("keryx " + command, "127.0.0.1:" + taken.getLocalPort()),
                    command,
                    "--port",
                    String.valueOf(taken.getLocalPort()));
        }
    }
}
