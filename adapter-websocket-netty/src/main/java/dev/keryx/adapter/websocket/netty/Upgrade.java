package dev.keryx.adapter.websocket.netty;

import dev.keryx.Headers;
import dev.keryx.Payload;
import dev.keryx.gateway.WebResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A correct request for a WebSocket (RFC 6455, section 4.2.1); who may come in is not decided here.
 *
 * @param request all of it
 * @param key to be answered
 * @param subprotocols offered, in order
 */
record Upgrade(NettyRequest request, String key, List<String> subprotocols) {
    private static final String VERSION = "13";
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    /** Whether a request asks for a WebSocket at all. */
    static boolean isAskedBy(NettyRequest request) {
        return request.hasToken("Upgrade", "websocket");
    }

    /** Such a request, correct in every point. */
    static Upgrade of(RequestHead head) throws HttpRefusal {
        NettyRequest request = head.request();
        if (!request.method().equals("GET")) {
            throw new HttpRefusal(405, "a WebSocket begins with GET").with("Allow", "GET");
        }
        if (head.http10()) {
            throw new HttpRefusal(505, "a WebSocket begins with HTTP/1.1");
        }
        if (!request.hasToken("Connection", "upgrade")) {
            throw new HttpRefusal(400, "Connection does not name upgrade");
        }
        if (head.bodyBytes() != 0) {
            throw new HttpRefusal(400, "a WebSocket begins without a body");
        }
        if (!request.header("Sec-WebSocket-Version").orElse("").equals(VERSION)) {
            throw new HttpRefusal(426, "Sec-WebSocket-Version is not " + VERSION)
                    .with("Sec-WebSocket-Version", VERSION)
                    .with("Upgrade", "websocket");
        }
        return new Upgrade(request, key(request), subprotocols(request));
    }

    private static String key(NettyRequest request) throws HttpRefusal {
        String key = request.header("Sec-WebSocket-Key").orElse("");
        try {
            if (Base64.getDecoder().decode(key).length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException malformed) {
            // Answered as one of the wrong length.
        }
        throw new HttpRefusal(400, "Sec-WebSocket-Key is not 16 bytes of base64");
    }

    private static List<String> subprotocols(NettyRequest request) throws HttpRefusal {
        List<String> offered = request.tokens("Sec-WebSocket-Protocol");
        if (offered.size() > Settings.MOST_SUBPROTOCOLS) {
            throw new HttpRefusal(400, "more than " + Settings.MOST_SUBPROTOCOLS + " subprotocols");
        }
        if (offered.size() > 1 && new HashSet<>(offered).size() < offered.size()) {
            throw new HttpRefusal(400, "a subprotocol is offered twice");
        }
        return List.copyOf(offered);
    }

    /**
     * The yes.
     *
     * @param subprotocol to name; null for none
     */
    WebResponse accepted(@Nullable String subprotocol) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Upgrade", "websocket");
        headers.put("Connection", "Upgrade");
        headers.put("Sec-WebSocket-Accept", answer());
        if (subprotocol != null) {
            headers.put("Sec-WebSocket-Protocol", subprotocol);
        }
        return new WebResponse(101, Headers.of(headers), Payload.empty());
    }

    private String answer() {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder()
                    .encodeToString(sha1.digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
