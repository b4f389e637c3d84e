package dev.keryx.gateway;

import dev.keryx.NodeId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a connection anywhere in the cluster.
 *
 * @param id made by the gateway: base64url of the node's tag and 16 random bytes; not a secret
 * @param node where it is connected
 * @param namespace its namespace's path
 * @param user whom the handshake made it
 * @param since when it was admitted
 */
public record ConnectionInfo(String id, NodeId node, String namespace, Optional<String> user, Instant since) {}
