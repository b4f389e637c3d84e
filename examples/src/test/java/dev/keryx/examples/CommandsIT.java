package dev.keryx.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.redisserver.RedisServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What somebody sees who starts the examples wrongly: one line that names what and where, and exit code 2. */
class CommandsIT {
    private final StringWriter errors = new StringWriter();

    private int keryx(String... args) {
        CommandLine commands = Keryx.commands();
        commands.setErr(new PrintWriter(errors));
        commands.getSubcommands().values().forEach(command -> command.setErr(new PrintWriter(errors)));
        return commands.execute(args);
    }

    private void isOneLineNaming(String... names) {
        assertThat(errors.toString()).contains(names).hasLineCount(1);
    }

    @Test
    void an_unknown_option_is_named() {
        assertThat(keryx("chat", "--prot", "8080")).isEqualTo(2);
        isOneLineNaming("keryx chat", "--prot");
    }

    @Test
    void an_unknown_command_is_named() {
        assertThat(keryx("caht")).isEqualTo(2);
        isOneLineNaming("caht");
    }

    @Test
    void no_command_at_all_names_them() {
        assertThat(keryx()).isEqualTo(2);
        isOneLineNaming("chat", "broadcast", "conformance");
    }

    @Test
    void a_port_that_is_no_number_or_out_of_range_is_named() {
        assertThat(keryx("chat", "--port", "eighty")).isEqualTo(2);
        isOneLineNaming("eighty");
        errors.getBuffer().setLength(0);
        assertThat(keryx("chat", "--port", "65536")).isEqualTo(2);
        isOneLineNaming("65536");
    }

    @Test
    void a_redis_uri_that_is_none_is_refused() {
        assertThat(keryx("chat", "--port", "0", "--redis", "localhost")).isEqualTo(2);
        isOneLineNaming("keryx chat");
    }

    @Test
    void an_unreachable_redis_is_named_and_no_thread_is_left() {
        String uri = "redis://127.0.0.1:" + RedisServer.unusedPort();
        assertThat(keryx("chat", "--port", "0", "--redis", uri)).isEqualTo(2);
        isOneLineNaming(uri.substring("redis://".length()));
    }

    @Test
    void an_address_in_use_is_named() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            for (String command : new String[] {"chat", "broadcast", "conformance"}) {
                errors.getBuffer().setLength(0);
                assertThat(keryx(command, "--port", String.valueOf(taken.getLocalPort())))
                        .isEqualTo(2);
                isOneLineNaming("127.0.0.1:" + taken.getLocalPort());
            }
        }
    }
}
