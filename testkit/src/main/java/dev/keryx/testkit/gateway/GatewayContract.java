package dev.keryx.testkit.gateway;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every group of the contract begins with. Each test gets a {@link GatewayLab} of its own; whatever the lab made is
 * closed afterwards.
 */
@ExtendWith(GatewayLabs.class)
@SuppressWarnings("exports") // JUnit makes the extension; nobody else needs to see it
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public interface GatewayContract {
    /**
     * Says how to make gateways and clients.
     *
     * @return a harness of this test
     * @throws Exception fails the test
     */
    GatewayHarness harness() throws Exception;
}
