package dev.keryx.proofs.wrong;

/** Right: its hidden implementation. */
final class SystemTime implements TimeSource {
    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
