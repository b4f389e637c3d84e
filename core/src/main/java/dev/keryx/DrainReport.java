package dev.keryx;

/**
 * What became of the work that was under way when a drain began. It adds up: everything buffered was delivered or discarded.
 *
 * @param delivered handed to handlers, or flushed to clients, before the deadline
 * @param discarded dropped at the deadline
 * @param interrupted handlers still running at the deadline, which were interrupted
 */
public record DrainReport(long delivered, long discarded, long interrupted) {
    /** Nothing to do, nothing lost. */
    public static final DrainReport NOTHING = new DrainReport(0, 0, 0);

    /** {@return whether all was done before the deadline} */
    public boolean complete() {
        return discarded == 0 && interrupted == 0;
    }

    /**
     * Adds up two drains.
     *
     * @param other of work that this report does not count
     * @return the sums
     */
    public DrainReport and(DrainReport other) {
        return new DrainReport(
                delivered + other.delivered, discarded + other.discarded, interrupted + other.interrupted);
    }
}
