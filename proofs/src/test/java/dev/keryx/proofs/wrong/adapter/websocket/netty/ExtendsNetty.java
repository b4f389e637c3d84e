package dev.keryx.proofs.wrong.adapter.websocket.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;

/** Rule 3: a third-party type in the heading. */
public final class ExtendsNetty extends DefaultByteBufHolder {
    ExtendsNetty(ByteBuf data) {
        super(data);
    }
}
