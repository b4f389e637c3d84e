package dev.keryx.gateway.link;

import dev.keryx.gateway.WebRequest;
import java.util.List;

/**
 * A client at the door.
 *
 * @param http the request to upgrade
 * @param subprotocols offered, in the client's order; empty where it named none
 * @param secure whether it came over TLS
 */
public record LinkRequest(WebRequest http, List<String> subprotocols, boolean secure) {}
