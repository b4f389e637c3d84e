package dev.keryx.proofs.gwkit;

import java.util.concurrent.CountDownLatch;

/** Threads for gateways that should not start any. */
final class Daemon {
    interface Body {
        void run() throws Exception;
    }

    private Daemon() {}

    /** What it throws is lost, as befits a wrong gateway. */
    static void run(Body body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (Throwable lost) {
                        // nobody hears of it
                    }
                },
                "wrong");
        thread.setDaemon(true);
        thread.start();
    }

    /** A thread that never ends by itself. */
    static void forEver() {
        run(() -> new CountDownLatch(1).await());
    }
}
