package dev.keryx.gateway.engine;

import dev.keryx.gateway.link.Framing;
import dev.keryx.gateway.link.WireProtocol;
import java.util.Arrays;

/** The dialects met so far; a handful, and never forgotten. Any thread. */
final class Dialects {
    /** Replaced under the monitor, read without it. */
    private volatile Dialect[] known = {};

    Dialect of(WireProtocol protocol, Framing framing) {
        for (Dialect dialect : known) {
            if (dialect.protocol == protocol && dialect.framing == framing) {
                return dialect;
            }
        }
        return add(protocol, framing);
    }

    private synchronized Dialect add(WireProtocol protocol, Framing framing) {
        for (Dialect dialect : known) {
            if (dialect.protocol == protocol && dialect.framing == framing) {
                return dialect;
            }
        }
        Dialect[] more = Arrays.copyOf(known, known.length + 1);
        Dialect added = new Dialect(known.length, protocol, framing);
        more[known.length] = added;
        known = more;
        return added;
    }

    /** Not to be changed. */
    Dialect[] known() {
        return known;
    }
}
