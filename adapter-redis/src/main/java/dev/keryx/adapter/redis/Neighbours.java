package dev.keryx.adapter.redis;

import io.lettuce.core.protocol.CommandType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections by which the other nodes of a cluster hand their messages to ours. One that is gone, or was made anew,
 * may have taken messages with it that were accepted elsewhere: those are reported as missed.
 */
final class Neighbours implements Surroundings {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

    /** Where addresses change for ever, old complaints are forgotten. */
    static final int MOST_WARNED = 1_000;

    /** Whether a node, by its id, hands us anything that matters. */
    private final Predicate<String> matters;

    /** Addresses of nodes that do not answer, and were complained of. Shared by all links of a bus. */
    private final Set<String> warned;

    /** Each inbound connection by its node and the time it was made. Guarded by this; null before the first look. */
    private @Nullable Set<String> inbound;

    private volatile boolean blind;

    Neighbours(Predicate<String> matters, Set<String> warned) {
        this.matters = matters;
        this.warned = warned;
    }

    /** To be done once before anything is subscribed, so that later looks have something to compare with. */
    CompletableFuture<Void> first(RedisLink link) {
        return link.ask(CommandType.CLUSTER, "LINKS").handle((links, failure) -> {
            if (failure == null) {
                compare(link, links);
            } else if (!blind && Failures.isRefusal(failure)) {
                blinded(link, failure);
            } else {
                unanswered();
            }
            return null;
        });
    }

    @Override
    public void look(RedisLink link) {
        if (!blind) {
            CompletableFuture<Void> unused = first(link);
        }
    }

    private synchronized void compare(RedisLink link, List<Object> links) {
        Set<String> now = new HashSet<>();
        for (Object each : links) {
            inbound(Questions.list(each), now);
        }
        Set<String> before = inbound;
        inbound = now;
        if (before != null && haveChanged(before, now)) {
            link.missed("the connections between the nodes have changed");
        }
    }

    private boolean haveChanged(Set<String> before, Set<String> now) {
        Set<String> changed = new HashSet<>(before);
        changed.addAll(now);
        changed.removeIf(link -> before.contains(link) && now.contains(link));
        return changed.stream().anyMatch(link -> matters.test(link.substring(0, link.indexOf(' '))));
    }

    private static void inbound(List<?> link, Set<String> into) {
        String direction = "";
        String node = "";
        String made = "";
        for (int i = 0; i + 1 < link.size(); i += 2) {
            String value = Questions.text(link.get(i + 1));
            switch (Questions.text(link.get(i))) {
                case "direction" -> direction = value;
                case "node" -> node = value;
                case "create-time" -> made = value;
                default -> {}
            }
        }
        if (direction.equals("from")) {
            into.add(node + " " + made);
        }
    }

    /** Not now, as while the node loads its data: a later look has nothing to compare with, and finds everything changed. */
    private synchronized void unanswered() {
        if (inbound == null) {
            inbound = Set.of();
        }
    }

    private void blinded(RedisLink link, Throwable failure) {
        blind = true;
        String address = link.failures().address();
        if (warned.size() >= MOST_WARNED) {
            warned.clear();
        }
        if (warned.add(address)) {
            LOG.warn(
                    "Redis at {} does not answer CLUSTER LINKS, so that losses between its nodes go unnoticed: {}",
                    address,
                    Failures.unwrap(failure).getMessage());
        }
    }
}
