package dev.keryx.adapter.redis;

import dev.keryx.TimeSource;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Whichever sentinel a lent client finds first. It tells nobody which ones it knows, so that there is no majority to be asked:
 * what this one says is believed, and a master stays one for as long as it says nothing else.
 */
final class LentSentinel {
    private final RedisClient client;
    private final LentDialer dialer;
    private final TimeSource clock;

    LentSentinel(RedisClient client, LentDialer dialer, TimeSource clock) {
        this.client = client;
        this.dialer = dialer;
        this.clock = clock;
    }

    /**
     * Finds out which master the client was sent to; blocks.
     *
     * @param servers to which it has connected
     * @return none, where it was somebody else who asked a sentinel, or where it does not answer such questions
     */
    Surroundings whoSentTo(Set<SocketAddress> servers, RedisCodec<String, String> words) {
        long asked = clock.nanos();
        try (StatefulRedisSentinelConnection<String, String> sentinel = client.connectSentinel(words)) {
            return reign(sentinel.sync().masters(), servers, asked);
        } catch (RedisException failure) {
            if (Failures.reply(failure) != null) {
                return Surroundings.NONE;
            }
            throw failure;
        }
    }

    private Reign reign(List<Map<String, String>> masters, Set<SocketAddress> servers, long asked) {
        for (Map<String, String> master : masters) {
            Sentinel.View view = Sentinel.view(master, asked);
            if (Set.of(address(view.master())).equals(servers)) {
                Sentinel sentinel = new Sentinel(this::connect, Sentinel.text(master, "name"), clock);
                return new Reign(view, Sentinels.only(sentinel), clock, Reign.UNTIL_ANOTHER);
            }
        }
        throw new RedisException("a sentinel names another master meanwhile");
    }

    /** As the client itself has found it. */
    private SocketAddress address(Node master) {
        SocketAddress found =
                client.getResources().socketAddressResolver().resolve(RedisURI.create(master.host(), master.port()));
        return found instanceof InetSocketAddress named
                ? new InetSocketAddress(named.getHostString(), named.getPort())
                : found;
    }

    private CompletableFuture<StatefulRedisSentinelConnection<String, String>> connect() {
        StringCodec words = new StringCodec(StandardCharsets.UTF_8);
        return dialer.dial(List.of(words), attempt -> client.connectSentinel(words), sentinel -> {
            CompletableFuture<Void> unused = sentinel.closeAsync();
        });
    }
}
