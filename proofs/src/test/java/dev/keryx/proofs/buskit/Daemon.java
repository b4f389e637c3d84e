package dev.keryx.proofs.buskit;

/** Threads for buses that should not start any. */
final class Daemon {
    interface Body {
        void run() throws Exception;
    }

    private Daemon() {}

    /** What it throws is lost, as befits a wrong bus. */
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
}
