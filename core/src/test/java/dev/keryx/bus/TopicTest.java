package dev.keryx.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "*", "a.*", "a.**.b", "a\nb", "a\u0000", "a\u0085b", "\ud800"})
    void whatIsNoTopicIsRefusedAtOnce(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Topic.of(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a..b", "**.a", "a.**.b", "a\tb"})
    void whatIsNoFilterIsRefusedAtOnce(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of(pattern));
    }

    @Test
    void theLimitCountsBytesNotCharacters() {
        assertThat(Topic.of("é".repeat(127) + "a").name()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> Topic.of("é".repeat(128)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*b", "***", "a.?.[b]", "{tag}.x", "näme.🌍", "a b", "*a.b*"})
    void whatMeansSomethingElsewhereIsLiteralHere(String name) {
        assertThat(TopicFilter.of(name).matches(Topic.of(name))).isTrue();
        assertThat(TopicFilter.of(name).isExact()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a.*,a.b,true", "a.*,a,false", "a.*,a.b.c,false", "*,a,true", "*,a.b,false", "*.b,a.b,true",
        "**,a,true", "**,a.b.c,true", "a.**,a,false", "a.**,a.b,true", "a.**,a.b.c.d,true", "a.**,b.c,false",
        "*.*,a.b,true", "*.**,a,false", "*.**,a.b,true", "a.*.c,a.b.c,true", "a.*.c,a.b.d,false"
    })
    void wildcardsMatchWholeSegments(String pattern, String name, boolean matches) {
        assertThat(TopicFilter.of(pattern).matches(Topic.of(name))).isEqualTo(matches);
    }

    @Test
    void aChildIsOneSegmentMore() {
        Topic child = Topic.of("a.b").child("c");
        assertThat(child).isEqualTo(Topic.of("a.b.c"));
        assertThat(child.segment(2)).isEqualTo("c");
        assertThat(child.segments()).containsExactly("a", "b", "c");
        assertThatIllegalArgumentException().isThrownBy(() -> Topic.of("a").child("b.c"));
    }

    /** Against the plainest reading of the rules, by recursion. */
    @Test
    void matchesAsTheGrammarSaysForRandomNames() {
        Random random = new Random(42);
        int matched = 0;
        for (int i = 0; i < 20_000; i++) {
            TopicFilter filter = TopicFilter.of(randomName(random, true));
            Topic topic = Topic.of(randomName(random, false));
            boolean expected = matches(filter.segments(), topic.segments());
            assertThat(filter.matches(topic)).as("%s on %s", filter, topic).isEqualTo(expected);
            matched += expected ? 1 : 0;
        }
        assertThat(matched).isGreaterThan(1_000);
    }

    private static String randomName(Random random, boolean wild) {
        List<String> segments = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(6);
            if (wild && kind == 0) {
                segments.add("*");
            } else if (wild && kind == 1 && i == count - 1) {
                segments.add("**");
            } else {
                segments.add(String.valueOf((char) ('a' + random.nextInt(2))));
            }
        }
        return String.join(".", segments);
    }

    private static boolean matches(List<String> filter, List<String> topic) {
        if (filter.isEmpty() || topic.isEmpty()) {
            return filter.isEmpty() && topic.isEmpty();
        }
        if (filter.get(0).equals("**")) {
            return true;
        }
        boolean same = filter.get(0).equals("*") || filter.get(0).equals(topic.get(0));
        return same && matches(filter.subList(1, filter.size()), topic.subList(1, topic.size()));
    }

    @Test
    void filtersAreOrderedAsTheyAreEqual() {
        assertThat(TopicFilter.of("a.*")).isEqualByComparingTo(TopicFilter.of("a.*"));
        assertThat(TopicFilter.of("a.*")).isLessThan(TopicFilter.of("a.b"));
    }
}
