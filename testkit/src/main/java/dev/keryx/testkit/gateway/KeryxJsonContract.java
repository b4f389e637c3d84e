package dev.keryx.testkit.gateway;

/**
 * All that a gateway promises to clients that speak {@code keryx.v1.json}, whatever the wire; to be implemented beside
 * {@link RealtimeGatewayContract}.
 */
public interface KeryxJsonContract
        extends KeryxJsonFramesContract, KeryxJsonJoinsContract, KeryxJsonBadInputContract, KeryxJsonPingsContract {}
