package dev.keryx.gateway.engine;

import dev.keryx.gateway.link.Lane;
import dev.keryx.gateway.link.LinkServer;
import java.util.ArrayList;
import java.util.List;

/** The server's lanes and what the engine does on each. Any thread. */
final class Lanes {
    private final Site site;
    private final LinkServer server;

    /** Written under the monitor; empty while the server has no lanes. */
    private volatile List<LaneLoop> loops = List.of();

    Lanes(Site site, LinkServer server) {
        this.site = site;
        this.server = server;
    }

    List<LaneLoop> loops() {
        return loops;
    }

    /** Takes over the lanes the server has made. The first link may come before its start is known to have succeeded. */
    synchronized List<LaneLoop> open() {
        if (loops.isEmpty()) {
            List<LaneLoop> made = new ArrayList<>();
            for (Lane lane : server.lanes()) {
                made.add(new LaneLoop(site, made.size(), lane));
            }
            loops = List.copyOf(made);
        }
        return loops;
    }

    LaneLoop of(Lane lane) {
        for (LaneLoop loop : open()) {
            if (loop.lane == lane) {
                return loop;
            }
        }
        throw new IllegalArgumentException("a link on a lane that its server does not have");
    }

    /** The server has ended. */
    synchronized void close() {
        loops = List.of();
    }
}
