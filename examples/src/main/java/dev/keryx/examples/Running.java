package dev.keryx.examples;

import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.RealtimeGateway;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A program for test suites, from its start to the signal that ends it. */
final class Running {
    private Running() {}

    /** Starts, prints READY, and serves until the process ends, which drains; so it does where the start fails. */
    static void untilAsked(RealtimeGateway gateway, Optional<MessageBus> bus) throws InterruptedException {
        Runnable end = () -> {
            gateway.close();
            bus.ifPresent(MessageBus::close);
        };
        Runtime.getRuntime().addShutdownHook(new Thread(end, "keryx-shutdown"));
        gateway.start();
        System.out.println("READY");
        new CountDownLatch(1).await();
    }
}
