package dev.keryx.proofs.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.proofs.docs.ReliabilityPage.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about reliability lists what ran, and the run makes the page. */
class ReliabilityPageTest {
    /** With the value {@code write}, the page is made anew. */
    private static final String WRITE = "keryx.reliability";

    private static final boolean WHOLE_TABLE_RAN = Boolean.getBoolean("keryx.faults");

    @Test
    void hasEveryRowThatRanAndNoOther() {
        List<Row> ran = ReliabilityPage.rowsThatRan();
        if (WHOLE_TABLE_RAN) {
            ReliabilityPage made = ReliabilityPage.committed().with(ran, machine(ran));
            made.write(
                    System.getProperty(WRITE, "").equals("write")
                            ? ReliabilityPage.PATH
                            : Path.of("target", "reliability.md"));
        }
        ReliabilityPage page = ReliabilityPage.committed();

        assertThat(ran.stream().filter(row -> !page.has(row)).map(Row::beginning))
                .as("rows that ran and are not on the page; it says how to make it anew")
                .isEmpty();
        if (WHOLE_TABLE_RAN) {
            assertThat(page.rows())
                    .as("rows on the page, all of which should have run")
                    .hasSameSizeAs(ran);
        }
    }

    private static String machine(List<Row> ran) {
        String redis = ran.stream().map(Row::redis).distinct().sorted().collect(Collectors.joining(" and "));
        return System.getProperty("os.name") + " (" + System.getProperty("os.arch") + "), "
                + Runtime.getRuntime().availableProcessors() + " processors, JDK "
                + System.getProperty("java.version") + ", Redis " + redis + " on the same machine.";
    }

    @Test
    void missesARowThatIsNotThere() {
        ReliabilityPage page = new ReliabilityPage(List.of(
                "Text", "Measured on paper.", "", "| Fault | more |", "|---|---|", "| Old | x | 1 |", "", "End"));
        Row old = row("Old", "x");
        Row fresh = row("New", "y");

        assertThat(page.has(old)).isTrue();
        assertThat(page.has(fresh)).isFalse();
        assertThat(page.has(row("Old", "y"))).isFalse();
        ReliabilityPage made = page.with(List.of(old, fresh), "stone.");
        assertThat(made.has(fresh)).isTrue();
        assertThat(made.rows()).hasSize(2);
        assertThat(made.lines()).startsWith("Text", "Measured on stone.").endsWith("", "End");
    }

    @Test
    void namesTheRedisThatMadeTheFigures() {
        assertThat(machine(List.of(row("Old", "x"), row("New", "y")))).contains(", Redis 1.2.3 on ");
    }

    private static Row row(String fault, String injected) {
        Properties figures = new Properties();
        figures.setProperty("order", "0");
        figures.setProperty("fault", fault);
        figures.setProperty("injected", injected);
        figures.setProperty("redis", "1.2.3");
        return Row.of(figures);
    }
}
