package dev.keryx.proofs.wrong;

/** Right: the place where the clock is wired. */
public interface TimeSource {
    long nanos();

    static TimeSource system() {
        return new SystemTime();
    }
}
