package dev.keryx.examples;

import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.RealtimeGateway;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** A server from its start to the signal that ends it. */
final class Running {
    private Running() {}

    /**
     * Starts, prints one line when it is ready, and serves until the process is asked to end, which drains.
     *
     * @param ready what to print, knowing the address
     */
    static int untilAsked(RealtimeGateway gateway, Optional<MessageBus> bus, Function<InetSocketAddress, String> ready)
            throws InterruptedException {
        Runnable end = () -> {
            gateway.close();
            bus.ifPresent(MessageBus::close);
        };
        try {
            gateway.start();
        } catch (RuntimeException failed) {
            end.run();
            throw failed;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(end, "keryx-shutdown"));
        System.out.println(ready.apply(gateway.address().orElseThrow()));
        new CountDownLatch(1).await();
        return 0;
    }
}
