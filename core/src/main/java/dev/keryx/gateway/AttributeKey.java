package dev.keryx.gateway;

/**
 * Names a value kept with a connection.
 *
 * @param name for people; two keys are equal when name and type are
 * @param type of the value
 * @param <T> of the value
 */
public record AttributeKey<T>(String name, Class<T> type) {
    public static <T> AttributeKey<T> of(String name, Class<T> type) {
        return new AttributeKey<>(name, type);
    }
}
