package dev.keryx.adapter.websocket.netty;

import dev.keryx.Payload;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A request's line and headers, checked as every request must be.
 *
 * @param request without its body
 * @param http10 whether it is HTTP/1.0
 * @param keepAlive whether the client wants to go on
 * @param bodyBytes announced; -1 where it comes in chunks
 * @param continues whether the client waits for a word before it sends the body
 */
record RequestHead(NettyRequest request, boolean http10, boolean keepAlive, long bodyBytes, boolean continues) {
    private static final Pattern ABSOLUTE = Pattern.compile("^https?://[^/?#]*", Pattern.CASE_INSENSITIVE);
    private static final List<String> ONCE = List.of("Host", "Origin", "Sec-WebSocket-Key", "Sec-WebSocket-Version");

    static RequestHead of(HttpRequest message, InetSocketAddress remote) throws HttpRefusal {
        requireDecoded(message.decoderResult());
        HttpVersion version = message.protocolVersion();
        if (version.majorVersion() != 1 || version.minorVersion() > 1) {
            throw new HttpRefusal(505, "HTTP/1.1 is spoken here");
        }
        String uri = message.uri().startsWith("/")
                ? message.uri()
                : ABSOLUTE.matcher(message.uri()).replaceFirst("");
        NettyRequest request = new NettyRequest(
                message.method().name(), path(uri), uri, HeaderLines.of(message.headers()), Payload.empty(), remote);
        boolean http10 = version.minorVersion() == 0;
        requireHeaders(request, http10);
        return new RequestHead(
                request,
                http10,
                !http10 && !request.hasToken("Connection", "close"),
                HttpUtil.isTransferEncodingChunked(message) ? -1 : HttpUtil.getContentLength(message, 0L),
                request.hasToken("Expect", "100-continue"));
    }

    private static void requireDecoded(DecoderResult result) throws HttpRefusal {
        if (!result.isFailure()) {
            return;
        }
        if (result.cause() instanceof TooLongHttpLineException) {
            throw new HttpRefusal(414, "the request line is longer than " + Settings.MOST_LINE_BYTES + " bytes");
        }
        if (result.cause() instanceof TooLongHttpHeaderException) {
            throw new HttpRefusal(431, "the headers are longer than " + Settings.MOST_HEADER_BYTES + " bytes");
        }
        throw new HttpRefusal(400, "the request is malformed");
    }

    private static void requireHeaders(NettyRequest request, boolean http10) throws HttpRefusal {
        if (request.headerCount() > Settings.MOST_HEADERS) {
            throw new HttpRefusal(431, "more than " + Settings.MOST_HEADERS + " headers");
        }
        for (String name : ONCE) {
            if (request.repeats(name)) {
                throw new HttpRefusal(400, "more than one " + name);
            }
        }
        if (!http10 && request.header("Host").isEmpty()) {
            throw new HttpRefusal(400, "no Host");
        }
    }

    /** Decoded, and refused where a careless reader of the path could end up elsewhere, or of the query fail. */
    private static String path(String uri) throws HttpRefusal {
        String path;
        try {
            QueryStringDecoder decoder = new QueryStringDecoder(uri);
            path = decoder.path();
            if (uri.indexOf('%', path.length()) >= 0) {
                decoder.parameters();
            }
        } catch (IllegalArgumentException malformed) {
            throw new HttpRefusal(400, "the path or query is malformed");
        }
        if (!isClean(path)) {
            throw new HttpRefusal(400, "the path is malformed");
        }
        return path;
    }

    private static int nextSlash(String path, int from) {
        int at = from;
        while (at < path.length() && path.charAt(at) != '/' && path.charAt(at) != '\\') {
            at++;
        }
        return at;
    }

    /** Whether a path begins with a slash and has neither dot segments nor control characters. */
    static boolean isClean(String path) {
        if (!path.startsWith("/") || path.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        for (int slash = 0, end; slash < path.length(); slash = end) {
            end = nextSlash(path, slash + 1);
            String segment = path.substring(slash + 1, end);
            if (segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
