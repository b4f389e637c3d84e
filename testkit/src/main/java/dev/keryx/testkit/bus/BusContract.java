package dev.keryx.testkit.bus;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every group of the contract begins with. Each test gets a {@link BusLab} of its own over a harness of its own; whatever
 * the lab made is closed afterwards.
 */
@ExtendWith(BusLabs.class)
@SuppressWarnings("exports") // JUnit makes the extension; nobody else needs to see it
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public interface BusContract {
    /**
     * Makes the harness of one test.
     *
     * @return a new one; the kit closes it
     * @throws Exception fails the test
     */
    BusHarness harness() throws Exception;
}
