package dev.keryx.adapter.websocket.netty;

import dev.keryx.gateway.WebResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** An HTTP response as bytes. */
final class ResponseBytes {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    // How the body is delimited is decided here, whatever an application says.
    private static final Set<String> OURS = Set.of("content-length", "transfer-encoding", "connection");
    private static final int SWITCHING = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private ResponseBytes() {}

    /** The bytes of a switch of protocols: no body, no word about the connection but its own. */
    static ByteBuf switching(ByteBufAllocator memory, WebResponse response) {
        StringBuilder head = statusLine(SWITCHING);
        response.headers().asMap().forEach((name, value) -> append(head, name, value));
        return bytes(memory, head, response, false);
    }

    /**
     * The bytes of an answer.
     *
     * @param keepAlive whether the connection goes on
     * @param headOnly whether the request was HEAD
     * @throws IllegalArgumentException where a header would break the response
     */
    static ByteBuf of(ByteBufAllocator memory, WebResponse response, boolean keepAlive, boolean headOnly) {
        if (response.status() < 200 || response.status() > 599) {
            throw new IllegalArgumentException("a status is from 200 to 599, got " + response.status());
        }
        StringBuilder head = statusLine(response.status());
        for (Map.Entry<String, String> header : response.headers().asMap().entrySet()) {
            require(header.getKey(), header.getValue());
            if (!OURS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                append(head, header.getKey(), header.getValue());
            }
        }
        boolean bodiless = response.status() == NO_CONTENT || response.status() == NOT_MODIFIED;
        if (!bodiless) {
            append(head, "Content-Length", Integer.toString(response.body().size()));
        }
        if (!keepAlive) {
            append(head, "Connection", "close");
        }
        return bytes(memory, head, response, !bodiless && !headOnly);
    }

    private static void require(String name, String value) {
        if (!NAME.matcher(name).matches() || value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7F)) {
            throw new IllegalArgumentException("a header's name or value would break the response");
        }
    }

    private static StringBuilder statusLine(int status) {
        return new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(HttpResponseStatus.valueOf(status))
                .append("\r\n");
    }

    private static void append(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private static ByteBuf bytes(ByteBufAllocator memory, StringBuilder head, WebResponse response, boolean withBody) {
        byte[] text = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        ByteBuf bytes =
                memory.directBuffer(text.length + (withBody ? response.body().size() : 0));
        bytes.writeBytes(text);
        if (withBody) {
            bytes.writeBytes(response.body().toByteBuffer());
        }
        return bytes;
    }
}
