package dev.keryx.examples;

import dev.keryx.KeryxException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands of {@code ./keryx}. Whatever goes wrong before a server is ready is one line and exit code 2. */
@Command(
        name = "keryx",
        mixinStandardHelpOptions = true,
        description = "Runs the examples.",
        subcommands = {ChatCommand.class, BroadcastCommand.class, ConformanceCommand.class})
final class Keryx implements Callable<Integer> {
    private static final int FAILED = 2;

    @Spec
    private @Nullable CommandSpec spec;

    private Keryx() {}

    public static void main(String[] args) {
        System.exit(commands().execute(args));
    }

    /** Without a subcommand. */
    @Override
    public Integer call() {
        CommandLine keryx = Objects.requireNonNull(spec, "spec").commandLine();
        return fail(
                keryx,
                new IllegalArgumentException(
                        "say which: " + keryx.getSubcommands().keySet()));
    }

    static CommandLine commands() {
        return new CommandLine(new Keryx())
                .setParameterExceptionHandler((wrong, args) -> fail(wrong.getCommandLine(), wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof KeryxException || failure instanceof IllegalArgumentException) {
                        return fail(command, failure);
                    }
                    throw failure;
                });
    }

    private static int fail(CommandLine command, Exception why) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + why.getMessage());
        command.getErr().flush();
        return FAILED;
    }
}
