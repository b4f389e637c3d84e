package dev.keryx.redisserver;

import java.nio.file.Path;
import java.util.List;

/** A Redis that this JVM started: one folder and one port, and one process after another. */
final class OwnRedis implements RunningRedis {
    private static final int RESTART_TRIES = 50;

    private final Path folder;
    private final int port;
    private final List<String> config;
    private final Thread atExit = new Thread(this::end, "keryx-redis-end");

    // Guarded by this.
    private RedisProcess process;
    private boolean paused;
    private boolean closed;

    private OwnRedis(Path folder, int port, List<String> config) throws PortTakenException {
        this.folder = folder;
        this.port = port;
        this.config = List.copyOf(config);
        this.process = RedisProcess.start(port, folder, this.config);
    }

    /** A file that is not empty is the first thing Redis is told, and Redis may write to it. */
    static OwnRedis start(int port, List<String> config, List<String> file) throws PortTakenException {
        Path folder = Folders.temporary();
        boolean started = false;
        try {
            RedisProcess.configure(folder, file);
            OwnRedis redis = new OwnRedis(folder, port, config);
            Runtime.getRuntime().addShutdownHook(redis.atExit);
            started = true;
            return redis;
        } finally {
            if (!started) {
                Folders.delete(folder);
            }
        }
    }

    @Override
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public OwnRedis own() {
        return this;
    }

    /** The value of a directive that names another port. */
    int port(String directive) {
        int at = config.indexOf("--" + directive);
        if (at < 0) {
            throw new IllegalStateException("This Redis has no " + directive);
        }
        return Integer.parseInt(config.get(at + 1));
    }

    synchronized boolean isRunning() {
        return process.handle().isAlive() && !paused;
    }

    synchronized long pid() {
        return process.handle().pid();
    }

    synchronized void kill() {
        process.kill();
    }

    synchronized void pause() {
        signal("STOP");
        paused = true;
    }

    synchronized void resume() {
        signal("CONT");
        paused = false;
    }

    private void signal(String name) {
        if (!process.handle().isAlive()) {
            throw new IllegalStateException("Redis is not running");
        }
        process.signal(name);
    }

    synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("Redis is closed");
        }
        process.kill();
        process = onSamePort();
        paused = false;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // The hook runs already, and finds nothing left to do.
        }
    }

    /** The port may be held for a moment by the remains of a connection. */
    private RedisProcess onSamePort() {
        for (int i = 0; i < RESTART_TRIES; i++) {
            try {
                return RedisProcess.start(port, folder, config);
            } catch (PortTakenException notYet) {
                // The next try is the answer.
            }
        }
        throw new IllegalStateException("Port " + port + " was taken while Redis was gone");
    }

    private synchronized void end() {
        closed = true;
        process.kill();
        Folders.delete(folder);
    }
}
