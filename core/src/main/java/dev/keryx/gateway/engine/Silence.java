package dev.keryx.gateway.engine;

import dev.keryx.gateway.link.Encoded;
import dev.keryx.gateway.link.Framing;
import dev.keryx.gateway.link.Signal;
import dev.keryx.gateway.link.WireProtocol;
import java.util.List;

/** What plain endpoints speak instead of a protocol: nothing. */
final class Silence implements WireProtocol {
    static final WireProtocol INSTANCE = new Silence();

    private static final Encoded NOTHING = new Encoded(List.of());

    private Silence() {}

    @Override
    public String name() {
        return "";
    }

    @Override
    public Encoded encode(Signal signal, Framing framing) {
        return NOTHING;
    }

    @Override
    public Decoder decoder() {
        throw new UnsupportedOperationException("a plain endpoint has no protocol");
    }
}
