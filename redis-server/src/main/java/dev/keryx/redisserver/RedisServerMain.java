package dev.keryx.redisserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * A Redis for tests in other languages: {@code RedisServerMain [--port N]} prints {@code READY} and the URI once it
 * answers, and ends, with its Redis, when its parent process does or it is asked to.
 *
 * <p>Each of the lines {@code kill}, {@code restart}, {@code pause}, {@code resume} and {@code close} on standard input
 * does what the method of {@link RedisServer} does; then {@code DONE} and the word are printed, except that the program
 * ends at {@code close}. The end of the input ends nothing.
 */
public final class RedisServerMain {
    private final RedisServer redis;

    private RedisServerMain(RedisServer redis) {
        this.redis = redis;
    }

    /**
     * Runs until asked to end.
     *
     * @param args {@code --port N}, or nothing for any unused port
     */
    public static void main(String[] args) {
        RedisServer redis = start(args);
        System.out.println("READY " + redis.uri());
        Thread commands = new Thread(new RedisServerMain(redis)::obeyAll, "commands");
        commands.setDaemon(true);
        commands.start();
        awaitEndOfParent();
        redis.close();
    }

    private static RedisServer start(String[] args) {
        RedisServer.Builder builder = RedisServer.builder();
        if (args.length == 2 && args[0].equals("--port")) {
            builder.port(Integer.parseInt(args[1]));
        } else if (args.length != 0) {
            throw new IllegalArgumentException("Usage: RedisServerMain [--port N]");
        }
        return builder.start();
    }

    /** Nobody is left to end this program when whoever began it is gone; Redis would stay for ever. */
    private static void awaitEndOfParent() {
        ProcessHandle.current()
                .parent()
                .map(ProcessHandle::onExit)
                .orElseGet(CompletableFuture::new)
                .join();
    }

    private void obeyAll() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            in.lines().map(String::strip).forEach(this::obey);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read commands", e);
        }
    }

    private void obey(String word) {
        switch (word) {
            case "kill" -> redis.kill();
            case "restart" -> redis.restart();
            case "pause" -> redis.pause();
            case "resume" -> redis.resume();
            case "close" -> System.exit(0);
            default -> throw new IllegalArgumentException("Not a command: " + word);
        }
        System.out.println("DONE " + word);
    }
}
