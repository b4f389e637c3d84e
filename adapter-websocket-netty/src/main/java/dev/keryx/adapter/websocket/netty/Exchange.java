package dev.keryx.adapter.websocket.netty;

import dev.keryx.Payload;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** One request on its way in, and where it leads. Confined to its lane. */
final class Exchange {
    private final RequestHead head;
    private final Route route;
    private final @Nullable Upgrade upgrade;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    private Exchange(RequestHead head, Route route, @Nullable Upgrade upgrade) {
        this.head = head;
        this.route = route;
        this.upgrade = upgrade;
    }

    /** Refuses at once what cannot lead anywhere, before its body is read. */
    static Exchange begin(RequestHead head, Routes routes) throws HttpRefusal {
        String path = head.request().path();
        if (Upgrade.isAskedBy(head.request())) {
            Route route = routes.socketAt(path);
            if (route instanceof Route.Nowhere) {
                throw new HttpRefusal(404, "no WebSocket here");
            }
            return new Exchange(head, route, Upgrade.of(head));
        }
        Route route = routes.plainAt(path);
        if (head.bodyBytes() != 0 && !(route instanceof Route.Web)) {
            throw route instanceof Route.Nowhere
                    ? new HttpRefusal(404, "nothing here")
                    : new HttpRefusal(400, "no body is taken here");
        }
        if (head.bodyBytes() > Settings.MOST_BODY_BYTES) {
            throw tooLarge();
        }
        return new Exchange(head, route, null);
    }

    private static HttpRefusal tooLarge() {
        return new HttpRefusal(413, "a body has at most " + Settings.MOST_BODY_BYTES + " bytes");
    }

    /** Takes a piece of the body, which stays the caller's. */
    void append(ByteBuf piece) throws HttpRefusal {
        if (body.size() + piece.readableBytes() > Settings.MOST_BODY_BYTES) {
            throw tooLarge();
        }
        byte[] bytes = new byte[piece.readableBytes()];
        piece.readBytes(bytes);
        body.writeBytes(bytes);
    }

    RequestHead head() {
        return head;
    }

    Route route() {
        return route;
    }

    /** Null for a request that asks for no WebSocket. */
    @Nullable
    Upgrade upgrade() {
        return upgrade;
    }

    /** With all of its body. */
    NettyRequest request() {
        return head.request().with(Payload.giving(body.toByteArray()));
    }
}
