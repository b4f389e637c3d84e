package dev.keryx.proofs.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NeverRulesTest {
    private static final House HOUSE = new House("dev.keryx");

    /** Places that modules will take which the house has planned. */
    private static final Set<String> YET_TO_COME = Set.of("dev.keryx.protocol", "dev.keryx.benchmarks");

    private static final JavaClasses MAIN_CODE = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(HOUSE.root());

    @Test
    void everyRuleHolds() {
        assertThat(NeverRules.report(HOUSE, MAIN_CODE)).isEmpty();
    }

    @Test
    void everyPlaceThatARuleNamesIsThere() {
        House house = new House(HOUSE.root());
        NeverRules.report(house, MAIN_CODE);
        assertThat(house.named())
                .filteredOn(place -> !YET_TO_COME.contains(place))
                .isNotEmpty()
                .allSatisfy(place -> assertThat(MAIN_CODE.containPackage(place)).isTrue());
    }

    @Test
    void everyModuleIsLookedAt() {
        assertThat(MAIN_CODE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
                .contains(
                        "dev.keryx",
                        "dev.keryx.json.jackson",
                        "dev.keryx.adapter.inmemory",
                        "dev.keryx.adapter.redis",
                        "dev.keryx.adapter.websocket.netty",
                        "dev.keryx.testkit",
                        "dev.keryx.redisserver",
                        "dev.keryx.examples");
    }
}
