/** The contracts that every adapter must pass. Its packages are open, because JUnit makes and calls what is in them. */
module dev.keryx.testkit {
    requires java.management;
    requires java.net.http;
    requires static org.jspecify;
    requires transitive dev.keryx.core;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.jupiter.params;

    exports dev.keryx.testkit;
    exports dev.keryx.testkit.bus;
    exports dev.keryx.testkit.gateway;

    opens dev.keryx.testkit;
    opens dev.keryx.testkit.bus;
    opens dev.keryx.testkit.gateway;
}
