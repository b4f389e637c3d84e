package dev.keryx.gateway;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The application's own values with a connection, gone when it ends. Safe on any thread. */
public final class Attributes {
    private final Map<AttributeKey<?>, Object> values;

    /** Begins with these; for engines. */
    public Attributes(Map<AttributeKey<?>, Object> initial) {
        this.values = new ConcurrentHashMap<>(initial);
    }

    public <T> Optional<T> get(AttributeKey<T> key) {
        return Optional.ofNullable(values.get(key)).map(key.type()::cast);
    }

    public <T> void set(AttributeKey<T> key, T value) {
        values.put(key, key.type().cast(value));
    }

    public void remove(AttributeKey<?> key) {
        values.remove(key);
    }
}
