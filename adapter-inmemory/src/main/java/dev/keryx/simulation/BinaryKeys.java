package dev.keryx.simulation;

import dev.keryx.Payload;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Binary values in {@code keryx.v1.json}: {@code {"$b":"base64"}}; a user's own key of dollar signs and a final {@code b} has
 * one dollar sign more on the wire. On trees of lists and maps, as JSON is read without a type.
 */
final class BinaryKeys {
    private static final String BINARY = "$b";

    private BinaryKeys() {}

    /** Whether it is worth a look: in most texts no string begins with a dollar sign, or with an escape that may be one. */
    static boolean mayBeIn(Payload text) {
        for (int i = 1; i < text.size(); i++) {
            if (text.at(i - 1) == '"' && (text.at(i) == '$' || text.at(i) == '\\')) {
                return true;
            }
        }
        return false;
    }

    static @Nullable Object toWire(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return Map.of(BINARY, Base64.getEncoder().encodeToString(bytes));
        }
        return inside(value, key -> key.matches("\\$+b") ? "$" + key : key, BinaryKeys::toWire);
    }

    static @Nullable Object fromWire(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.get(BINARY) instanceof String base64) {
            return Base64.getDecoder().decode(base64);
        }
        return inside(value, key -> key.matches("\\$\\$+b") ? key.substring(1) : key, BinaryKeys::fromWire);
    }

    private static @Nullable Object inside(@Nullable Object value, UnaryOperator<String> keys, Change values) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> changed = new ArrayList<>();
            list.forEach(element -> changed.add(values.of(element)));
            return changed;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> changed = new LinkedHashMap<>();
            map.forEach((key, element) -> changed.put(keys.apply(String.valueOf(key)), values.of(element)));
            return changed;
        }
        return value;
    }

    private interface Change {
        @Nullable
        Object of(@Nullable Object value);
    }
}
