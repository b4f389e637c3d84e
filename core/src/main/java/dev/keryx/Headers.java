package dev.keryx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Names and values that travel beside a payload: any strings, in the order they were put, each name once. Immutable. */
public final class Headers {
    private static final Headers EMPTY = new Headers(Map.of());

    private final Map<String, String> entries;

    private Headers(Map<String, String> entries) {
        this.entries = entries;
    }

    public static Headers empty() {
        return EMPTY;
    }

    public static Headers of(String name, String value) {
        return EMPTY.with(name, value);
    }

    /** In the iteration order of the map. */
    public static Headers of(Map<String, String> entries) {
        if (entries.isEmpty()) {
            return EMPTY;
        }
        Map<String, String> copy = new LinkedHashMap<>();
        entries.forEach((name, value) ->
                copy.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value")));
        return new Headers(Collections.unmodifiableMap(copy));
    }

    /** These and one more, at the end; a header of that name is replaced where it stands. */
    public Headers with(String name, String value) {
        Map<String, String> copy = new LinkedHashMap<>(entries);
        copy.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return new Headers(Collections.unmodifiableMap(copy));
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Unmodifiable, in order. */
    public Map<String, String> asMap() {
        return entries;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /** The names only: values may be secret. */
    @Override
    public String toString() {
        return "Headers" + entries.keySet();
    }
}
