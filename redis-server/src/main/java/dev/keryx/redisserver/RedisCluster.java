package dev.keryx.redisserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Redis Cluster on the loopback address: three masters with a third of the slots each, and a replica for each of
 * them. A node is a {@link RedisServer}, to be killed, paused and restarted like any other; a restarted one comes back as
 * the node it was.
 *
 * <p>A node that is silent for {@value #NODE_TIMEOUT_MILLIS} ms has failed in the eyes of the others, and its replica takes
 * its place soon after. All methods may be called from any thread, but change one thing at a time.
 */
public final class RedisCluster implements AutoCloseable {
    /** How long a node may be silent, in milliseconds, before the others think of replacing it. */
    public static final int NODE_TIMEOUT_MILLIS = 1_500;

    /** Each channel or key is in one of them. */
    public static final int SLOTS = 16_384;

    private static final String NODE_TIMEOUT = "cluster-node-timeout";
    private static final int MASTERS = 3;
    private static final int LOOKS_UNTIL_ASKED_AGAIN = 300;

    private final List<RedisServer> nodes;

    private RedisCluster(List<RedisServer> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** {@return a cluster that is whole and agreed on} */
    public static RedisCluster start() {
        return start(node -> node);
    }

    /**
     * Starts a cluster whose nodes are told more.
     *
     * @param more adds configuration to each node
     * @return a cluster that is whole and agreed on
     */
    public static RedisCluster start(UnaryOperator<RedisServer.Builder> more) {
        List<RedisServer> nodes = new ArrayList<>();
        RedisCluster cluster = null;
        try {
            for (int i = 0; i < 2 * MASTERS; i++) {
                nodes.add(node(more));
            }
            cluster = new RedisCluster(nodes);
            cluster.form();
            return cluster;
        } catch (RuntimeException | Error failure) {
            nodes.forEach(RedisServer::close);
            throw failure;
        }
    }

    private static RedisServer node(UnaryOperator<RedisServer.Builder> more) {
        RedisServer.Builder node = RedisServer.builder()
                .config("cluster-enabled", "yes")
                .config(NODE_TIMEOUT, Integer.toString(NODE_TIMEOUT_MILLIS))
                .config("cluster-replica-validity-factor", "0")
                .config("repl-diskless-sync-delay", "0")
                .anotherPort("cluster-port");
        return more.apply(node).start();
    }

    private void form() {
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        }
        for (int i = 0; i < MASTERS; i++) {
            nodes.get(i).ask("CLUSTER", "ADDSLOTSRANGE", firstSlot(i), Integer.toString(SLOTS * (i + 1) / MASTERS - 1));
        }
        for (RedisServer node : nodes) {
            nodes.get(0).ask("CLUSTER", "MEET", "127.0.0.1", port(node), Integer.toString(node.port("cluster-port")));
        }
        Patience.until(
                "everybody knows everybody", () -> running().allMatch(node -> node.knows(nodes.size())), this::reports);
        for (int i = 0; i < MASTERS; i++) {
            nodes.get(MASTERS + i).ask("CLUSTER", "REPLICATE", id(nodes.get(i)));
        }
        awaitOk();
    }

    private static String firstSlot(int master) {
        return Integer.toString(SLOTS * master / MASTERS);
    }

    /**
     * Sets how long a node may be silent from now on, so that where nothing is to fail, a busy machine does not look like a
     * failure.
     *
     * @param millis more than the {@value #NODE_TIMEOUT_MILLIS} ms of the beginning, or these again
     */
    public void nodeTimeoutMillis(int millis) {
        running().forEach(node -> node.node().ask("CONFIG", "SET", NODE_TIMEOUT, Integer.toString(millis)));
    }

    /** {@return all nodes, whatever they are and do now} */
    public List<RedisServer> nodes() {
        return nodes;
    }

    /** {@return addresses of all nodes, such as {@code redis://127.0.0.1:20123}} */
    public List<String> uris() {
        return nodes.stream().map(RedisServer::uri).toList();
    }

    /** {@return the nodes that have slots now, in the order of these} */
    public List<RedisServer> masters() {
        return view().values().stream().map(this::at).distinct().toList();
    }

    /**
     * Tells who serves a slot, as most of the running nodes see it.
     *
     * @param slot from 0 to {@value #SLOTS} exclusive
     * @return the node
     */
    public RedisServer masterOf(int slot) {
        return at(Objects.requireNonNull(view().floorEntry(slot), "nobody serves the slot")
                .getValue());
    }

    /**
     * Tells who serves a channel or key, as most of the running nodes see it.
     *
     * @param key a channel's or key's name
     * @return the node
     */
    public RedisServer masterOf(String key) {
        return masterOf(slotOf(key));
    }

    /** {@return names for channels or keys, one that each master serves, as most of the running nodes see it} */
    public List<String> keyOfEachMaster() {
        int masters = masters().size();
        Map<RedisServer, String> keys = new LinkedHashMap<>();
        for (int i = 0; keys.size() < masters; i++) {
            keys.putIfAbsent(masterOf("key" + i), "key" + i);
        }
        return List.copyOf(keys.values());
    }

    /**
     * Tells the slot of a channel or key.
     *
     * @param key a channel's or key's name
     * @return from 0 to {@value #SLOTS} exclusive
     */
    public int slotOf(String key) {
        return running().findAny().orElseThrow(RedisCluster::nobody).slotOf(key);
    }

    /**
     * Tells who would take a master's place.
     *
     * @param master one that has slots
     * @return those that run and follow it
     */
    public List<RedisServer> replicasOf(RedisServer master) {
        String id = id(master);
        return running()
                .filter(node -> node.isReplicaOf(id))
                .map(NodeView::node)
                .toList();
    }

    /**
     * Moves a slot with the keys in it from one master to another, as an administrator would, and waits until the running
     * nodes agree.
     *
     * @param slot from 0 to {@value #SLOTS} exclusive
     * @param to a master; without effect if it has the slot already
     */
    public void moveSlot(int slot, RedisServer to) {
        RedisServer from = masterOf(slot);
        if (from == to) {
            return;
        }
        String number = Integer.toString(slot);
        to.ask("CLUSTER", "SETSLOT", number, "IMPORTING", id(from));
        from.ask("CLUSTER", "SETSLOT", number, "MIGRATING", id(to));
        moveKeys(number, from, to);
        to.ask("CLUSTER", "SETSLOT", number, "NODE", id(to));
        from.ask("CLUSTER", "SETSLOT", number, "NODE", id(to));
        Patience.until(
                "slot " + slot + " has moved",
                () -> running().allMatch(node -> node.masters().floorEntry(slot).getValue() == to.port()),
                this::reports);
    }

    private static void moveKeys(String slot, RedisServer from, RedisServer to) {
        NodeView source = new NodeView(from);
        List<String> keys = source.keys(slot);
        while (!keys.isEmpty()) {
            List<String> migrate = new ArrayList<>(List.of("MIGRATE", "127.0.0.1", port(to), "", "0", "5000", "KEYS"));
            migrate.addAll(keys);
            from.ask(migrate.toArray(new String[0]));
            keys = source.keys(slot);
        }
    }

    /**
     * Lets a replica take its master's place while both are well, as an administrator would, and waits until the running
     * nodes agree.
     *
     * @param master one that runs and has a running replica
     * @return the new master
     */
    public RedisServer failover(RedisServer master) {
        RedisServer replica = replicasOf(master).get(0);
        AtomicInteger looks = new AtomicInteger();
        Patience.until(
                "the replica is master",
                () -> {
                    // Redis gives up after five seconds where a vote was lost or late, and may be asked again.
                    if (looks.getAndIncrement() % LOOKS_UNTIL_ASKED_AGAIN == 0) {
                        replica.ask("CLUSTER", "FAILOVER");
                    }
                    return !masters().contains(master);
                },
                this::reports);
        awaitOk();
        return replica;
    }

    /** Waits until it {@linkplain #awaitLinked is linked}, and every running node finds it whole and is in step with its master. */
    public void awaitOk() {
        Patience.until(
                "the cluster is well",
                () -> isLinked() && running().allMatch(node -> node.isWell() && node.isInSync()),
                this::reports);
    }

    /**
     * Waits until every running node is linked to the others, all agree who serves what, and those run. That is all that
     * Pub/Sub needs; for keys, Redis takes two seconds more after the start of a master.
     */
    public void awaitLinked() {
        Patience.until("the cluster is linked", this::isLinked, this::reports);
    }

    private boolean isLinked() {
        Set<String> ids = running().map(NodeView::id).collect(Collectors.toSet());
        NavigableMap<Integer, Integer> view = view();
        return view.values().stream().allMatch(port -> at(port).isRunning())
                && running().allMatch(node -> node.masters().equals(view) && node.isLinkedTo(ids));
    }

    private Stream<NodeView> running() {
        return nodes.stream().filter(RedisServer::isRunning).map(NodeView::new);
    }

    /** Whose port serves which range of slots, by its first one: what most of the running nodes say. */
    private NavigableMap<Integer, Integer> view() {
        return running()
                .map(NodeView::masters)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow(RedisCluster::nobody)
                .getKey();
    }

    private static IllegalStateException nobody() {
        return new IllegalStateException("No node of the cluster runs");
    }

    private RedisServer at(int port) {
        return nodes.stream().filter(node -> node.port() == port).findAny().orElseThrow();
    }

    private Map<Integer, String> reports() {
        return running().collect(Collectors.toMap(node -> node.node().port(), NodeView::report));
    }

    private static String id(RedisServer node) {
        return new NodeView(node).id();
    }

    private static String port(RedisServer node) {
        return Integer.toString(node.port());
    }

    /** Ends every node; idempotent. */
    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }
}
