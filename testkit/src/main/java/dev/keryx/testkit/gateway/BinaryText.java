package dev.keryx.testkit.gateway;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How {@code keryx.v1.json} writes binary values inside JSON: {@code {"$b":"<base64>"}}. A user's own key that begins with
 * {@code $} and ends in {@code $b} gets one more {@code $}.
 */
final class BinaryText {
    private static final String KEY = "$b";

    private BinaryText() {}

    static @Nullable Object escaped(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return Map.of(KEY, Base64.getEncoder().encodeToString(bytes));
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(escaped(element)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, inner) -> copy.put(own((String) key) ? "$" + key : (String) key, escaped(inner)));
            return copy;
        }
        return value;
    }

    /** Also makes every whole number a Long, whatever the JSON implementation prefers. */
    static @Nullable Object unescaped(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(unescaped(element)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            return unescapedMap(map);
        }
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }

    private static Object unescapedMap(Map<?, ?> map) {
        if (map.size() == 1 && map.get(KEY) instanceof String base64) {
            return Base64.getDecoder().decode(base64);
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, inner) -> {
            String name = (String) key;
            copy.put(own(name) ? name.substring(1) : name, unescaped(inner));
        });
        return copy;
    }

    private static boolean own(String key) {
        return key.matches("\\$+b");
    }
}
