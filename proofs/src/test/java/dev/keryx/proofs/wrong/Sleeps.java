package dev.keryx.proofs.wrong;

import java.util.concurrent.TimeUnit;

/** Rule 5: each way to sleep. */
class Sleeps {
    void twice() throws InterruptedException {
        Thread.sleep(1);
        TimeUnit.SECONDS.sleep(1);
    }
}
