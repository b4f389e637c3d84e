package dev.keryx;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the one implementation of {@link Json}. */
final class JsonLookup {
    private JsonLookup() {}

    static Json find() {
        Map<String, Json> found = in(Thread.currentThread().getContextClassLoader());
        if (found.isEmpty()) {
            found = in(Json.class.getClassLoader());
        }
        if (found.isEmpty()) {
            throw new KeryxException(
                    ErrorCode.UNSUPPORTED,
                    "no JSON implementation found: add keryx-json-jackson, or give one in the options");
        }
        if (found.size() > 1) {
            throw new KeryxException(
                    ErrorCode.UNSUPPORTED,
                    "more than one JSON implementation found, give one in the options: " + found.keySet());
        }
        return found.values().iterator().next();
    }

    private static Map<String, Json> in(@Nullable ClassLoader loader) {
        Map<String, Json> found = new TreeMap<>();
        for (Json json : ServiceLoader.load(Json.class, loader)) {
            found.put(json.getClass().getName(), json);
        }
        return found;
    }
}
