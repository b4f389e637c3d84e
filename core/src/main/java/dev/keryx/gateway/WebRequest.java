package dev.keryx.gateway;

import dev.keryx.Payload;
import java.net.InetSocketAddress;
import java.util.Optional;

/** An HTTP request. */
public interface WebRequest {
    /** Upper case. */
    String method();

    /** Decoded, without the query; begins with a slash and has no dot segments. */
    String path();

    /** One parameter of the query, decoded; the first where there are several. */
    Optional<String> query(String name);

    /** One header by its name in any case; the first where there are several. */
    Optional<String> header(String name);

    Optional<String> cookie(String name);

    /** At most 64 KiB. */
    Payload body();

    InetSocketAddress remote();
}
