package dev.keryx.adapter.websocket.netty;

import dev.keryx.gateway.WebResponse;

/** A request that is answered at once, and then the connection is closed. No stack trace: it is the client's fault. */
final class HttpRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient WebResponse response;

    HttpRefusal(int status, String text) {
        this(WebResponse.text(status, text));
    }

    HttpRefusal(WebResponse response) {
        super(Integer.toString(response.status()), null, false, false);
        this.response = response;
    }

    /** The same with one more header. */
    HttpRefusal with(String header, String value) {
        return new HttpRefusal(
                new WebResponse(response.status(), response.headers().with(header, value), response.body()));
    }

    WebResponse response() {
        return response;
    }
}
