package dev.keryx.adapter.redis;

import dev.keryx.testkit.ThreadProbe;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Schedulers;

/**
 * Netty has one thread for everybody, which ends by itself a second after its last task, and Reactor some for the timeouts
 * of whatever Lettuce asks a sentinel, which never end. Here they are kept alive, so that whoever looks for what a test has
 * left finds them before and after.
 */
final class NettyThread {
    static {
        var unused = GlobalEventExecutor.INSTANCE.schedule(() -> {}, 1, TimeUnit.DAYS);
        for (int i = 0; i < Schedulers.DEFAULT_POOL_SIZE; i++) {
            Schedulers.parallel().schedule(() -> {});
        }
    }

    private NettyThread() {}

    static void keep() {
        // Done when this class was loaded.
    }

    static ThreadProbe probe() {
        keep();
        return ThreadProbe.now();
    }
}
