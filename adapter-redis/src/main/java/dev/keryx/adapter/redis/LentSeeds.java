package dev.keryx.adapter.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The nodes that a lent client knows. Asked for the first time, it finds them by blocking: on a thread made for that. */
final class LentSeeds implements Seeds {
    private final RedisClusterClient client;

    /** Guarded by this. */
    private @Nullable Thread asking;

    LentSeeds(RedisClusterClient client) {
        this.client = client;
    }

    @Override
    public synchronized CompletableFuture<List<RedisURI>> find() {
        CompletableFuture<List<RedisURI>> found = new CompletableFuture<>();
        Thread thread = new Thread(() -> ask(found), "keryx-redis-connect");
        thread.setDaemon(true);
        asking = thread;
        thread.start();
        return found;
    }

    private void ask(CompletableFuture<List<RedisURI>> found) {
        try {
            found.complete(client.getPartitions().stream()
                    .map(RedisClusterNode::getUri)
                    .toList());
        } catch (RuntimeException failure) {
            found.completeExceptionally(failure);
        }
    }

    @Override
    public synchronized void release() {
        if (asking != null) {
            asking.interrupt();
            asking = null;
        }
    }

    @Override
    public String address() {
        return "the given client's cluster";
    }
}
