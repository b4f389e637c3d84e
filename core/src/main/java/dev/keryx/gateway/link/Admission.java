package dev.keryx.gateway.link;

/** The door's answer to a {@link LinkRequest}. */
public sealed interface Admission {
    /**
     * Come in.
     *
     * @param protocol spoken on the link
     * @param named whether the client named it, so that the response must name it too
     * @param request as it was asked
     */
    record Granted(WireProtocol protocol, boolean named, LinkRequest request) implements Admission {}

    /**
     * Stay out.
     *
     * @param status of the HTTP response: 403 for a foreign origin, 503 when draining or full, 400 for an unknown subprotocol
     * @param text for people
     */
    record Denied(int status, String text) implements Admission {}
}
