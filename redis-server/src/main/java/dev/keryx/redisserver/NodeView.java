package dev.keryx.redisserver;

import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What one node of a cluster says of itself and of the others, asked anew each time. */
record NodeView(RedisServer node) {
    private static final int KEYS_AT_ONCE = 100;

    String id() {
        return text("CLUSTER", "MYID");
    }

    int slotOf(String key) {
        return ((Long) ask("CLUSTER", "KEYSLOT", key)).intValue();
    }

    /** Whether it knows that many, itself included, and has got to know them all. */
    boolean knows(int nodes) {
        return info().contains("cluster_known_nodes:" + nodes) && !others().contains("handshake");
    }

    boolean isWell() {
        return info().contains("cluster_state:ok");
    }

    /** Whether it is a master, or has all that its master has. */
    boolean isInSync() {
        String replication = text("INFO", "replication");
        return !replication.contains("role:slave") || replication.contains("master_link_status:up");
    }

    boolean isReplicaOf(String master) {
        return others().lines().anyMatch(line -> line.contains("myself") && line.contains("slave " + master));
    }

    /** Whether it has a connection to each of these but itself, and from each. */
    boolean isLinkedTo(Collection<String> ids) {
        Set<String> links = list(ask("CLUSTER", "LINKS")).stream()
                .map(NodeView::list)
                .filter(link -> ids.contains(link.get(3)))
                .map(link -> link.get(1) + " " + link.get(3))
                .collect(Collectors.toSet());
        return links.size() == 2 * (ids.size() - 1);
    }

    /** Whose port serves which range of slots, by its first one. */
    NavigableMap<Integer, Integer> masters() {
        NavigableMap<Integer, Integer> masters = new TreeMap<>();
        for (Object range : list(ask("CLUSTER", "SLOTS"))) {
            long first = (Long) list(range).get(0);
            long port = (Long) list(list(range).get(2)).get(1);
            masters.put((int) first, (int) port);
        }
        return masters;
    }

    /** The next keys of a slot; none when there are none. */
    List<String> keys(String slot) {
        return list(ask("CLUSTER", "GETKEYSINSLOT", slot, Integer.toString(KEYS_AT_ONCE))).stream()
                .map(String.class::cast)
                .toList();
    }

    private String others() {
        return text("CLUSTER", "NODES");
    }

    private String info() {
        return text("CLUSTER", "INFO");
    }

    private String text(String... words) {
        return (String) ask(words);
    }

    private Object ask(String... words) {
        return Objects.requireNonNull(node.ask(words), words[0]);
    }

    private static List<?> list(Object answer) {
        return (List<?>) answer;
    }

    /** All it has to say, for people to read. */
    String report() {
        return others() + info();
    }
}
