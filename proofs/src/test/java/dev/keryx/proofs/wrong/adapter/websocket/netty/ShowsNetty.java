package dev.keryx.proofs.wrong.adapter.websocket.netty;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** Rule 3: a third-party type deep in a public signature. */
public final class ShowsNetty {
    private ShowsNetty() {}

    public List<ByteBuf[]> buffers() {
        return List.of();
    }

    List<ByteBuf> hidden() {
        return List.of();
    }
}
