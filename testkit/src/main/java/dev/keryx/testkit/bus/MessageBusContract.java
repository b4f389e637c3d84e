package dev.keryx.testkit.bus;

/**
 * What every bus promises, whatever carries it: the whole contract, by the numbers of {@code docs/guarantees.md}.
 *
 * <p>An adapter enters by a test class that implements this interface and makes a {@link BusHarness}. Name it
 * {@code …ContractTest} where it needs nothing but the process, {@code …ContractIT} where it needs sockets or servers. The
 * groups are interfaces of their own and can be run singly while an adapter grows.
 *
 * <p>No test turns on a time: each waits for a condition, up to a limit that only a fault reaches ({@link
 * dev.keryx.testkit.Eventually}). The tests about several threads repeat on demand, with {@code -Dkeryx.repeat=50} ({@link
 * dev.keryx.testkit.ConcurrencyTest}).
 */
public interface MessageBusContract
        extends LifecycleContract,
                StartContract,
                DeliveryContract,
                TopicContract,
                FidelityContract,
                WireContract,
                PublishContract,
                OrderContract,
                ConcurrencyContract,
                FlowContract,
                GapContract,
                HandlerFaultContract,
                UnsubscribeContract,
                OutageContract,
                FaultContract,
                BufferContract,
                RequestsContract,
                FlowViewContract,
                ShutdownContract,
                HygieneContract {}
