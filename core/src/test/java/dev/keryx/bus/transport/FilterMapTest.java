package dev.keryx.bus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FilterMapTest {
    private static final int STEPS = 20_000;

    private final FilterMap<String> map = new FilterMap<>();

    /** Against trying every filter on every topic, through thousands of random changes. */
    @Test
    void findsExactlyThoseThatMatchWhateverCameAndWent() {
        Random random = new Random(11);
        Map<TopicFilter, String> plain = new HashMap<>();
        for (int i = 0; i < STEPS; i++) {
            TopicFilter filter = filter(random);
            if (random.nextInt(3) == 0) {
                map.remove(filter);
                plain.remove(filter);
            } else {
                map.put(filter, filter + "#" + i);
                plain.put(filter, filter + "#" + i);
            }
            Topic topic = topic(random);
            assertThat(matching(topic)).containsExactlyInAnyOrderElementsOf(naively(plain, topic));
            assertThat(map.get(filter)).isEqualTo(plain.get(filter));
        }
        plain.keySet().forEach(map::remove);
        assertThat(map.isEmpty()).as("nothing stays of what was removed").isTrue();
    }

    private List<String> matching(Topic topic) {
        List<String> found = new ArrayList<>();
        map.forEachMatch(topic, found::add);
        return found;
    }

    private static List<String> naively(Map<TopicFilter, String> plain, Topic topic) {
        List<String> found = new ArrayList<>();
        plain.forEach((filter, value) -> {
            if (filter.matches(topic)) {
                found.add(value);
            }
        });
        return found;
    }

    private static TopicFilter filter(Random random) {
        StringBuilder pattern = new StringBuilder(segment(random, true));
        int more = random.nextInt(3);
        for (int i = 0; i < more; i++) {
            pattern.append('.').append(segment(random, true));
        }
        if (random.nextInt(4) == 0) {
            pattern.append(".**");
        }
        return TopicFilter.of(pattern.toString());
    }

    private static Topic topic(Random random) {
        StringBuilder name = new StringBuilder(segment(random, false));
        int more = random.nextInt(4);
        for (int i = 0; i < more; i++) {
            name.append('.').append(segment(random, false));
        }
        return Topic.of(name.toString());
    }

    private static String segment(Random random, boolean wild) {
        return wild && random.nextInt(3) == 0 ? "*" : String.valueOf((char) ('a' + random.nextInt(3)));
    }

    @Test
    void whatStaysIsFoundWhileOthersComeAndGo() throws InterruptedException {
        map.put(TopicFilter.of("a.*.c"), "stays");
        map.put(TopicFilter.of("a.b.c"), "stays too");
        AtomicBoolean stop = new AtomicBoolean();
        Thread changer = new Thread(() -> {
            while (!stop.get()) {
                for (String pattern : new String[] {"a.*.*", "a.*.c.**", "a.**", "*.b.c"}) {
                    map.put(TopicFilter.of(pattern), pattern);
                }
                for (String pattern : new String[] {"a.*.*", "a.*.c.**", "a.**", "*.b.c"}) {
                    map.remove(TopicFilter.of(pattern));
                }
            }
        });
        changer.start();
        Topic topic = Topic.of("a.b.c");
        for (int i = 0; i < STEPS; i++) {
            assertThat(matching(topic)).contains("stays", "stays too").doesNotHaveDuplicates();
        }
        stop.set(true);
        changer.join();
    }
}
