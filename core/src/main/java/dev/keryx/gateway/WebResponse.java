package dev.keryx.gateway;

import dev.keryx.Headers;
import dev.keryx.Payload;

/**
 * An HTTP response. Content-Length is added by the gateway.
 *
 * @param status 200 to 599
 * @param headers without line breaks
 * @param body maybe empty
 */
public record WebResponse(int status, Headers headers, Payload body) {
    /**
     * A body of some media type, status 200.
     *
     * @param contentType such as {@code application/json}
     * @param body in the charset that the type says
     * @return status 200, with no other header
     */
    public static WebResponse ok(String contentType, Payload body) {
        return new WebResponse(200, Headers.of("Content-Type", contentType), body);
    }

    /**
     * A status with a line of text.
     *
     * @param status 200 to 599
     * @param text sent as UTF-8
     * @return of type {@code text/plain}
     */
    public static WebResponse text(int status, String text) {
        return new WebResponse(status, Headers.of("Content-Type", "text/plain; charset=utf-8"), Payload.utf8(text));
    }
}
