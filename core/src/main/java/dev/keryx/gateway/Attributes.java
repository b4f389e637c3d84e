package dev.keryx.gateway;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The application's own values with a connection, gone when it ends. Safe on any thread. */
public final class Attributes {
    private final Map<AttributeKey<?>, Object> values;

    /**
     * Begins with these; for engines.
     *
     * @param initial copied; each value of its key's type
     */
    public Attributes(Map<AttributeKey<?>, Object> initial) {
        this.values = new ConcurrentHashMap<>(initial);
    }

    /**
     * Looks one up.
     *
     * @param key equal to the one it was set with
     * @param <T> of the value
     * @return empty where it is not set
     */
    public <T> Optional<T> get(AttributeKey<T> key) {
        return Optional.ofNullable(values.get(key)).map(key.type()::cast);
    }

    /**
     * Sets one, in place of what it was.
     *
     * @param key names it
     * @param value not null; to unset is to {@link #remove}
     * @param <T> of the value
     */
    public <T> void set(AttributeKey<T> key, T value) {
        values.put(key, key.type().cast(value));
    }

    /**
     * Unsets one; without effect where it is not set.
     *
     * @param key names it
     */
    public void remove(AttributeKey<?> key) {
        values.remove(key);
    }
}
