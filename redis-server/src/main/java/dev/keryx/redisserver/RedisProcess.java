package dev.keryx.redisserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One running Redis process, from its start to its end. */
final class RedisProcess {
    private static final int START_MILLIS = 60_000;
    private static final int LOOK_EVERY_MILLIS = 10;
    private static final int END_SECONDS = 30;

    private final Process process;
    private final Path folder;
    private final int port;

    private RedisProcess(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts Redis and waits until it answers.
     *
     * @throws PortTakenException when somebody else listens on the port
     * @throws IllegalStateException when Redis ends or does not answer within a minute; the message holds its log
     */
    static RedisProcess start(int port, Path folder, List<String> config) throws PortTakenException {
        List<String> command = new ArrayList<>();
        command.add(RedisBinary.path().toString());
        if (Files.exists(configFile(folder))) {
            command.add(configFile(folder).toString());
        }
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(List.of("--save", "", "--appendonly", "no", "--dir", folder.toString()));
        command.addAll(List.of("--pidfile", pidFile(folder).toString()));
        command.addAll(config);
        try {
            Files.deleteIfExists(pidFile(folder));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(logFile(folder).toFile())
                    .start();
            RedisProcess redis = new RedisProcess(process, folder, port);
            redis.awaitAnswer();
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start Redis", e);
        }
    }

    /** Says beforehand what a Redis in this folder finds in its file; without lines, it has none. */
    static void configure(Path folder, List<String> lines) {
        try {
            if (!lines.isEmpty()) {
                Files.write(configFile(folder), lines);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + configFile(folder), e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Lets the process be gone, whatever its state, and waits for it. */
    void kill() {
        // SIGKILL, also for a clean end: it reaches a paused process, and nothing is saved that it could lose.
        process.destroyForcibly();
        if (!ended(END_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Redis (process " + process.pid() + ") does not end");
        }
    }

    /** Sends a signal that Java has no call for. */
    void signal(String name) {
        String command = "kill -" + name + " " + process.pid();
        try {
            Process shell = new ProcessBuilder("sh", "-c", command).inheritIO().start();
            if (shell.waitFor() != 0) {
                throw new IllegalStateException("Failed: " + command);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Failed: " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted: " + command, e);
        }
    }

    private void awaitAnswer() throws PortTakenException {
        for (int waited = 0; waited < START_MILLIS; waited += LOOK_EVERY_MILLIS) {
            if (ended(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                throw endedEarly();
            }
            // Redis writes its process id once it listens. Without that, the answer may be that of another Redis, which
            // had the port before ours failed to get it.
            if (Files.exists(pidFile(folder)) && Ping.answers("127.0.0.1", port)) {
                return;
            }
        }
        kill();
        throw new IllegalStateException("Redis does not answer on port " + port + ":\n" + log());
    }

    private IllegalStateException endedEarly() throws PortTakenException {
        String log = log();
        if (log.contains("Failed listening on port")) {
            throw new PortTakenException(port);
        }
        return new IllegalStateException("Redis ended with " + process.exitValue() + ":\n" + log);
    }

    private boolean ended(int within, TimeUnit unit) {
        try {
            return process.waitFor(within, unit);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Redis", e);
        }
    }

    private String log() {
        try {
            return Files.readString(logFile(folder));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private static Path configFile(Path folder) {
        return folder.resolve("redis.conf");
    }

    private static Path pidFile(Path folder) {
        return folder.resolve("redis.pid");
    }

    private static Path logFile(Path folder) {
        return folder.resolve("redis.log");
    }
}
