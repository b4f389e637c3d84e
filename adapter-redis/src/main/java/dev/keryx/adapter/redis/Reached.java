package dev.keryx.adapter.redis;

/** Connections to a server, and what a link over them has to watch besides. */
record Reached(Connections connections, Surroundings surroundings) {
    static Reached alone(Connections connections) {
        return new Reached(connections, Surroundings.NONE);
    }
}
