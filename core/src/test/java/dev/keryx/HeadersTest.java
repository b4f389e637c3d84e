package dev.keryx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadersTest {
    @Test
    void keepsTheOrderAndReplacesInPlace() {
        Headers headers = Headers.of("a", "1").with("b", "2").with("c", "3").with("b", "4");
        assertThat(headers.asMap()).containsExactly(Map.entry("a", "1"), Map.entry("b", "4"), Map.entry("c", "3"));
        assertThat(headers.get("b")).contains("4");
        assertThat(headers.get("B")).isEmpty();
    }

    @Test
    void isNotTouchedByLaterChangesOfTheMap() {
        Map<String, String> map = new LinkedHashMap<>(Map.of("a", "1"));
        Headers headers = Headers.of(map);
        map.put("b", "2");
        assertThat(headers.asMap()).containsExactly(Map.entry("a", "1"));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> headers.asMap().put("c", "3"));
        Headers changed = headers.with("c", "3");
        assertThat(headers.asMap()).hasSize(1);
        assertThat(changed.asMap()).hasSize(2);
    }

    @Test
    void showsNamesButNoValues() {
        assertThat(Headers.of("token", "secret").toString()).contains("token").doesNotContain("secret");
    }
}
