/** Bus and gateway inside one process, and the simulation that makes unit tests of them. */
module dev.keryx.adapter.inmemory {
    requires transitive dev.keryx.core;
    requires static org.jspecify;
    requires org.slf4j;

    exports dev.keryx.adapter.inmemory;
    exports dev.keryx.simulation;
}
