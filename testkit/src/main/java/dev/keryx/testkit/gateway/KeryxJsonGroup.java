package dev.keryx.testkit.gateway;

/** What every group of {@link KeryxJsonContract} begins with. */
public interface KeryxJsonGroup extends GatewayContract {
    @Override
    KeryxJsonHarness harness() throws Exception;
}
