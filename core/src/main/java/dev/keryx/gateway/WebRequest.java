package dev.keryx.gateway;

import dev.keryx.Payload;
import java.net.InetSocketAddress;
import java.util.Optional;

/** An HTTP request. */
public interface WebRequest {
    /** {@return the method, in upper case} */
    String method();

    /** {@return the path, decoded, without the query; begins with a slash and has no dot segments} */
    String path();

    /**
     * One parameter of the query, decoded; the first where there are several.
     *
     * @param name decoded, its case counts
     * @return empty where there is none
     */
    Optional<String> query(String name);

    /**
     * One header by its name in any case; the first where there are several.
     *
     * @param name in any case
     * @return empty where there is none
     */
    Optional<String> header(String name);

    /**
     * One cookie; the first where there are several.
     *
     * @param name its case counts
     * @return its value; empty where there is none
     */
    Optional<String> cookie(String name);

    /** {@return the body, at most 64 KiB; empty where there is none} */
    Payload body();

    /** {@return who is at the other end} */
    InetSocketAddress remote();
}
