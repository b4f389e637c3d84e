package dev.keryx.gateway;

/**
 * Names a value kept with a connection.
 *
 * @param name for people; two keys are equal when name and type are
 * @param type of the value
 * @param <T> of the value
 */
public record AttributeKey<T>(String name, Class<T> type) {
    /**
     * The constructor, with a name that reads well.
     *
     * @param name for people; the key is this together with the type
     * @param type of the value
     * @param <T> of the value
     * @return equal to any other of that name and type
     */
    public static <T> AttributeKey<T> of(String name, Class<T> type) {
        return new AttributeKey<>(name, type);
    }
}
