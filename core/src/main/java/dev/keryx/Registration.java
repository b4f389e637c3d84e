package dev.keryx;

/** Something that was registered and can be taken back. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    /** Takes it back; at most the one call already begun still runs. Never waits, never throws, idempotent. */
    @Override
    void close();
}
