package dev.keryx.adapter.websocket.netty;

import dev.keryx.gateway.WebHandler;
import dev.keryx.gateway.WebResponse;
import dev.keryx.gateway.link.Admission;
import dev.keryx.gateway.link.LinkRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands behind the request decoder until a WebSocket takes the wire over: answers plain requests one at a time, lets correct
 * upgrades through to the door, and ends every wire that is not done by its deadline. All of it on the wire's lane, but for
 * handlers of requests.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, and that is heard there
final class HttpGuard extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpGuard.class);
    private static final WebResponse FAILED = WebResponse.text(500, "internal error");
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private final Site site;
    private final NettyLane lane;
    private Deadlines.@Nullable Deadline deadline;
    private @Nullable Exchange exchange;
    private boolean answering;
    // Whatever still comes is not looked at.
    private boolean deaf;
    private int answers;

    HttpGuard(Site site, NettyLane lane) {
        this.site = site;
        this.lane = lane;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        await(context, lane.requests());
    }

    private void await(ChannelHandlerContext context, Deadlines deadlines) {
        cancelDeadline();
        deadline = deadlines.set(() -> Parting.close(context.channel()));
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deaf = true;
        cancelDeadline();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("The wire to {} broke before it was a link", context.channel().remoteAddress(), cause);
        Parting.cutOff(context.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!deaf && message instanceof HttpRequest request) {
                begin(context, request);
            }
            if (!deaf && message instanceof HttpContent content) {
                more(context, content);
            }
        } catch (HttpRefusal refusal) {
            refuse(context, refusal.response());
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest message) throws HttpRefusal {
        if (answering) {
            // Asked before it was answered: it may ask again on another connection, as HTTP has it, but nothing piles
            // up here.
            deaf = true;
            return;
        }
        InetSocketAddress remote = (InetSocketAddress) context.channel().remoteAddress();
        RequestHead head = RequestHead.of(message, remote);
        exchange = Exchange.begin(head, site.settings().routes());
        if (head.continues() && head.bodyBytes() != 0) {
            context.writeAndFlush(Unpooled.copiedBuffer(CONTINUE, StandardCharsets.US_ASCII));
        }
    }

    private void more(ChannelHandlerContext context, HttpContent content) throws HttpRefusal {
        Exchange open = exchange;
        if (open == null) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            throw new HttpRefusal(400, "the body is malformed");
        }
        open.append(content.content());
        if (content instanceof LastHttpContent) {
            complete(context, open);
        }
    }

    private void complete(ChannelHandlerContext context, Exchange open) throws HttpRefusal {
        answering = true;
        await(context, lane.answers());
        Upgrade upgrade = open.upgrade();
        if (upgrade != null) {
            admit(context, upgrade, open.route());
        } else if (open.route() instanceof Route.Web web) {
            call(context, web.handler(), open.request());
        } else {
            answer(context, plainAnswer(open));
        }
    }

    private WebResponse plainAnswer(Exchange open) throws HttpRefusal {
        if (open.route() instanceof Route.Nowhere) {
            return WebResponse.text(404, "nothing here");
        }
        if (!(open.route() instanceof Route.Health)) {
            throw new HttpRefusal(426, "a WebSocket is spoken here").with("Upgrade", "websocket");
        }
        boolean ready = site.door().ready();
        return WebResponse.text(ready ? 200 : 503, ready ? "ready" : "not ready");
    }

    private void call(ChannelHandlerContext context, WebHandler handler, NettyRequest request) {
        try {
            site.door().executor().execute(() -> run(context, handler, request));
        } catch (RejectedExecutionException closed) {
            answer(context, WebResponse.text(503, "closing"));
        }
    }

    /** On a thread of the application's. */
    private void run(ChannelHandlerContext context, WebHandler handler, NettyRequest request) {
        CompletableFuture<WebResponse> stage;
        try {
            stage = Objects.requireNonNull(handler.handle(request), "no stage");
        } catch (Throwable failure) {
            stage = CompletableFuture.failedFuture(failure);
        }
        stage.whenComplete((response, failure) -> {
            if (failure != null || response == null) {
                site.door().failed(request, failure == null ? new NullPointerException("no response") : failure);
            }
            WebResponse said = failure != null || response == null ? FAILED : response;
            lane.execute(() -> answer(context, said));
        });
    }

    private void answer(ChannelHandlerContext context, WebResponse response) {
        Exchange open = exchange;
        if (open == null || !context.channel().isActive()) {
            return;
        }
        exchange = null;
        boolean keepAlive = !deaf && open.head().keepAlive() && ++answers < Settings.MOST_ANSWERS;
        boolean headOnly = open.head().request().method().equals("HEAD");
        context.writeAndFlush(bytes(open.head().request(), response, keepAlive, headOnly))
                .addListener(written -> {
                    if (written.isSuccess() && keepAlive) {
                        answering = false;
                        await(context, lane.requests());
                    }
                });
        if (!keepAlive) {
            leave(context);
        }
    }

    private ByteBuf bytes(NettyRequest request, WebResponse response, boolean keepAlive, boolean headOnly) {
        try {
            return ResponseBytes.of(lane.memory(), response, keepAlive, headOnly);
        } catch (IllegalArgumentException broken) {
            site.door().failed(request, broken);
            return ResponseBytes.of(lane.memory(), FAILED, keepAlive, headOnly);
        }
    }

    private void refuse(ChannelHandlerContext context, WebResponse response) {
        context.writeAndFlush(ResponseBytes.of(lane.memory(), response, false, false));
        leave(context);
    }

    private void leave(ChannelHandlerContext context) {
        deaf = true;
        Parting.begin(context.channel(), lane);
    }

    private void admit(ChannelHandlerContext context, Upgrade upgrade, Route route) {
        boolean plain = route instanceof Route.Socket;
        List<String> offered = plain ? List.of() : upgrade.subprotocols();
        Admission admission = site.door().admit(new LinkRequest(upgrade.request(), offered, false));
        if (admission instanceof Admission.Denied denied) {
            refuse(context, WebResponse.text(denied.status(), denied.text()));
        } else if (admission instanceof Admission.Granted granted) {
            enter(context, upgrade, route, granted);
        }
    }

    /** The wire becomes a link. What came glued to the request leaves the decoder when that is removed, and is read then. */
    private void enter(ChannelHandlerContext context, Upgrade upgrade, Route route, Admission.Granted granted) {
        deaf = true;
        cancelDeadline();
        LinkHandler handler =
                new LinkHandler(context.channel(), lane, site.settings().limits());
        boolean plain = route instanceof Route.Socket;
        String subprotocol = granted.named() && !plain ? granted.protocol().name() : null;
        handler.link().control(ResponseBytes.switching(lane.memory(), upgrade.accepted(subprotocol)));
        handler.tell(
                route instanceof Route.Socket socket
                        ? site.door().enterPlain(handler.link(), socket.handler())
                        : site.door().enter(handler.link(), granted));
        context.pipeline().addLast(handler);
        context.pipeline().remove(this);
        context.pipeline().remove(HttpRequestDecoder.class);
    }
}
