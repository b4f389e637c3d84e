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

    /** {@return the headers of a message that has none; always the same object} */
    public static Headers empty() {
        return EMPTY;
    }

    /**
     * One header.
     *
     * @param name any string, upper and lower case being different
     * @param value any string, line breaks too
     * @return with this header only
     */
    public static Headers of(String name, String value) {
        return EMPTY.with(name, value);
    }

    /**
     * Copies a map, in its iteration order.
     *
     * @param entries without null
     * @return {@link #empty()} where the map is
     */
    public static Headers of(Map<String, String> entries) {
        if (entries.isEmpty()) {
            return EMPTY;
        }
        Map<String, String> copy = new LinkedHashMap<>();
        entries.forEach((name, value) ->
                copy.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value")));
        return new Headers(Collections.unmodifiableMap(copy));
    }

    /**
     * These and one more, at the end; a header of that name is replaced where it stands.
     *
     * @param name any string, upper and lower case being different
     * @param value any string
     * @return a changed copy
     */
    public Headers with(String name, String value) {
        Map<String, String> copy = new LinkedHashMap<>(entries);
        copy.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return new Headers(Collections.unmodifiableMap(copy));
    }

    /**
     * Looks one up.
     *
     * @param name exactly as it was put
     * @return its value; empty where there is no such header
     */
    public Optional<String> get(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** {@return whether there is no header at all} */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** {@return all headers, in order; unmodifiable} */
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
