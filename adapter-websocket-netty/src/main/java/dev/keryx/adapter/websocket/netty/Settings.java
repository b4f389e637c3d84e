package dev.keryx.adapter.websocket.netty;

import dev.keryx.gateway.GatewayLimits;
import java.time.Duration;

/**
 * What a server is made with.
 *
 * @param host to bind
 * @param port to bind; 0: any free one
 * @param routes which path leads where
 * @param limits of the gateway
 * @param eventLoops how many lanes
 * @param partWithin how long the other side may take to answer a goodbye and to close
 */
record Settings(String host, int port, Routes routes, GatewayLimits limits, int eventLoops, Duration partWithin) {
    /** Long enough for a phone that wakes up, short against a drain. */
    static final Duration PART_WITHIN = Duration.ofSeconds(3);

    /** From a complete HTTP request to the end of its answer. */
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    /** An HTTP connection is closed after so many answers. */
    static final int MOST_ANSWERS = 100;

    /** Of an HTTP request. */
    static final int MOST_BODY_BYTES = 64 << 10;

    static final int MOST_LINE_BYTES = 4 << 10;
    static final int MOST_HEADER_BYTES = 8 << 10;
    static final int MOST_HEADERS = 64;
    static final int MOST_SUBPROTOCOLS = 64;
}
