package dev.keryx.cluster;

/**
 * How rooms are laid out on topics; the same on all nodes of a cluster, or they would not hear each other.
 *
 * @param mode 0: each room has its topic. 1 is kept for rooms that share a fixed number of topics
 * @param count how many topics; 0 where each room has its own
 */
record RoomTopics(int mode, int count) {
    static final RoomTopics FULL = new RoomTopics(0, 0);

    @Override
    public String toString() {
        return mode == 0 ? "a topic per room" : "layout " + mode + " of " + count + " topics";
    }
}
