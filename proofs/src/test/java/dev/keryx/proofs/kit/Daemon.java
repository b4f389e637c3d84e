package dev.keryx.proofs.kit;

import java.util.concurrent.CountDownLatch;

/** Threads for whoever should not start any. */
public final class Daemon {
    /** What such a thread does. */
    public interface Body {
        void run() throws Exception;
    }

    private Daemon() {}

    /** What it throws is lost, as befits a wrong adapter. */
    public static void run(Body body) {
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
    public static void forEver() {
        run(() -> new CountDownLatch(1).await());
    }
}
