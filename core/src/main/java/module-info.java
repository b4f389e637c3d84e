/** Keryx: the ports, the words they share, the engines behind them and the interfaces that drivers implement. */
module dev.keryx.core {
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.keryx;
    exports dev.keryx.bus;
    exports dev.keryx.bus.transport;
    exports dev.keryx.cluster;
    exports dev.keryx.gateway;
    exports dev.keryx.gateway.engine;
    exports dev.keryx.gateway.link;

    uses dev.keryx.Json;
}
