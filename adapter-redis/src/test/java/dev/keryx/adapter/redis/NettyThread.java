package dev.keryx.adapter.redis;

import dev.keryx.testkit.ThreadProbe;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Netty has one thread for everybody, which ends by itself a second after its last task. Here it is kept alive, so that
 * whoever looks for what a test has left finds it before and after, and does not wait for that second.
 */
final class NettyThread {
    static {
        var unused = GlobalEventExecutor.INSTANCE.schedule(() -> {}, 1, TimeUnit.DAYS);
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
