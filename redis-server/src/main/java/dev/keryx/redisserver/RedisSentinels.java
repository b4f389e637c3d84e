package dev.keryx.redisserver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A real Redis that Sentinel watches over, on the loopback address: a master, two replicas and three sentinels. Each of them
 * is a {@link RedisServer}, to be killed, paused and restarted like any other.
 *
 * <p>A master that is silent for {@value #DOWN_AFTER_MILLIS} ms is replaced by a replica soon after. All methods may be
 * called from any thread, but change one thing at a time.
 */
public final class RedisSentinels implements AutoCloseable {
    /** What the sentinels call the master, whichever server that is. */
    public static final String MASTER = "keryx";

    /** How long a server may be silent, in milliseconds, before a sentinel takes it for dead. */
    public static final int DOWN_AFTER_MILLIS = 1_000;

    /** A failover that takes longer is given up, and the next one waits for twice as long. */
    private static final int FAILOVER_MILLIS = 3_000;

    private static final int REPLICAS = 2;
    private static final int SENTINELS = 3;
    private static final String QUORUM = "2";

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisServer> sentinels = new ArrayList<>();

    private RedisSentinels() {}

    /** {@return a master, its replicas and its sentinels, who all know each other} */
    public static RedisSentinels start() {
        return start(server -> server);
    }

    /**
     * Starts servers that are told more.
     *
     * @param more adds configuration to the master and each replica
     * @return a master, its replicas and its sentinels, who all know each other
     */
    public static RedisSentinels start(UnaryOperator<RedisServer.Builder> more) {
        RedisSentinels all = new RedisSentinels();
        try {
            all.begin(more);
            return all;
        } catch (RuntimeException | Error failure) {
            all.close();
            throw failure;
        }
    }

    private void begin(UnaryOperator<RedisServer.Builder> more) {
        RedisServer master = more.apply(server()).start();
        servers.add(master);
        for (int i = 0; i < REPLICAS; i++) {
            servers.add(more.apply(server())
                    .config("replicaof", "127.0.0.1", port(master))
                    .start());
        }
        // A sentinel asks a master for its replicas when it meets it, and then only every ten seconds.
        Patience.until("the replicas follow", () -> isFollowed(master), this::views);
        for (int i = 0; i < SENTINELS; i++) {
            sentinels.add(RedisServer.builder().sentinel(watching(master)).start());
        }
        awaitOk();
    }

    private static RedisServer.Builder server() {
        return RedisServer.builder().config("repl-diskless-sync-delay", "0");
    }

    private static List<String> watching(RedisServer master) {
        return List.of(
                "sentinel monitor " + MASTER + " 127.0.0.1 " + master.port() + " " + QUORUM,
                "sentinel down-after-milliseconds " + MASTER + " " + DOWN_AFTER_MILLIS,
                "sentinel failover-timeout " + MASTER + " " + FAILOVER_MILLIS);
    }

    /**
     * Sets how long a server may be silent from now on, so that where nothing is to fail, a busy one does not look like a failure.
     *
     * @param millis more than the {@value #DOWN_AFTER_MILLIS} ms of the beginning, or these again
     */
    public void downAfterMillis(int millis) {
        running(sentinels)
                .forEach(sentinel ->
                        sentinel.ask("SENTINEL", "SET", MASTER, "down-after-milliseconds", Integer.toString(millis)));
    }

    /** {@return master and replicas, whatever they are and do now} */
    public List<RedisServer> servers() {
        return List.copyOf(servers);
    }

    /** {@return those that watch over the servers} */
    public List<RedisServer> sentinels() {
        return List.copyOf(sentinels);
    }

    /** {@return an address such as {@code redis-sentinel://127.0.0.1:20123,127.0.0.1:20124#keryx}} */
    public String uri() {
        return sentinels.stream()
                .map(sentinel -> "127.0.0.1:" + sentinel.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "#" + MASTER));
    }

    /** {@return who is master now, as most of the running sentinels see it} */
    public RedisServer master() {
        return running(sentinels).stream()
                .map(this::masterAt)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow(() -> new IllegalStateException("No sentinel runs"))
                .getKey();
    }

    private RedisServer masterAt(RedisServer sentinel) {
        List<?> address = list(sentinel, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER);
        int port = Integer.parseInt((String) address.get(1));
        return servers.stream()
                .filter(server -> server.port() == port)
                .findAny()
                .orElseThrow();
    }

    /**
     * Lets a replica take the master's place while all are well, as an administrator would, and waits until all agree.
     *
     * @return the new master
     */
    public RedisServer failover() {
        RedisServer before = master();
        Patience.until(
                "a sentinel begins",
                () -> "OK".equals(running(sentinels).get(0).ask("SENTINEL", "FAILOVER", MASTER)),
                this::views);
        return awaitMasterAfter(before);
    }

    /**
     * Waits until another one is master, for all running sentinels and for itself.
     *
     * @param before who was master
     * @return the new master
     */
    public RedisServer awaitMasterAfter(RedisServer before) {
        Patience.until("there is another master", () -> isAgreed() && master() != before, this::views);
        return master();
    }

    /** Waits until all running sentinels agree who is master, it thinks so too, and the running replicas follow it. */
    public void awaitOk() {
        Patience.until("all is well", () -> isAgreed() && isFollowed(master()) && isWatched(), this::views);
    }

    private boolean isAgreed() {
        RedisServer master = master();
        return role(master).equals("master")
                && running(sentinels).stream().allMatch(sentinel -> masterAt(sentinel) == master);
    }

    private boolean isFollowed(RedisServer master) {
        return running(servers).stream().filter(server -> server != master).allMatch(server -> {
            List<?> role = list(server, "ROLE");
            return role.get(0).equals("slave")
                    && role.get(2).equals((long) master.port())
                    && role.get(3).equals("connected");
        });
    }

    private boolean isWatched() {
        return running(sentinels).stream()
                .allMatch(sentinel -> list(sentinel, "SENTINEL", "REPLICAS", MASTER)
                                        .size()
                                == REPLICAS
                        && list(sentinel, "SENTINEL", "SENTINELS", MASTER).size() == SENTINELS - 1);
    }

    /**
     * Tells what a server takes itself for.
     *
     * @param server a running one
     * @return {@code master} or {@code slave}
     */
    public String role(RedisServer server) {
        return (String) list(server, "ROLE").get(0);
    }

    private static List<RedisServer> running(List<RedisServer> some) {
        return some.stream().filter(RedisServer::isRunning).toList();
    }

    private Map<Integer, Object> views() {
        Map<Integer, Object> views = new HashMap<>();
        running(servers).forEach(server -> views.put(server.port(), list(server, "ROLE")));
        running(sentinels).forEach(sentinel -> views.put(sentinel.port(), list(sentinel, "SENTINEL", "MASTERS")));
        return views;
    }

    private static String port(RedisServer server) {
        return Integer.toString(server.port());
    }

    private static List<?> list(RedisServer server, String... words) {
        return (List<?>) Objects.requireNonNull(server.ask(words), words[0]);
    }

    /** Ends them all; idempotent. */
    @Override
    public void close() {
        sentinels.forEach(RedisServer::close);
        servers.forEach(RedisServer::close);
    }
}
