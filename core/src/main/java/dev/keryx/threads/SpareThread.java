package dev.keryx.threads;

/** For what must run though an executor takes nothing: a thread for one task, never the caller's, which may be an I/O thread. */
public final class SpareThread {
    private SpareThread() {}

    /**
     * Runs the task on a daemon thread made for it, which ends with it.
     *
     * @param name of the thread
     * @param task what it throws is the thread's uncaught exception
     */
    public static void run(String name, Runnable task) {
        Thread spare = new Thread(task, name);
        spare.setDaemon(true);
        spare.start();
    }
}
