package dev.keryx.testkit.gateway;

/**
 * All that a gateway promises, whatever its adapter and its wire protocol. A test class implements it and
 * {@link #harness()}, and has all tests.
 */
public interface RealtimeGatewayContract
        extends GatewayLifecycleContract,
                ValuesContract,
                HandlersContract,
                AudienceContract,
                OrderContract,
                RoomsContract,
                AnswersContract,
                QuestionsContract,
                SlowClientsContract,
                SlowPoliciesContract,
                HandshakeContract,
                NamespacesContract,
                ClusterContract,
                ClusterFaultsContract,
                GatewayLimitsContract,
                GatewayFaultsContract,
                GatewayDrainContract,
                GatewayHygieneContract,
                GatewayStormsContract {}
