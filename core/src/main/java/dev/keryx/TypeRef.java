package dev.keryx;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A type with its parameters, kept at run time: {@code new TypeRef<List<Order>>() {}}.
 *
 * @param <T> the type
 */
public abstract class TypeRef<T> {
    /** As given by the subclass or class. */
    private final Type type;

    /**
     * For subclasses that name their type: {@code new TypeRef<List<Order>>() {}}.
     *
     * @throws IllegalArgumentException where they do not
     */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parameterized)) {
            throw new IllegalArgumentException("write new TypeRef<SomeType>() {}");
        }
        type = parameterized.getActualTypeArguments()[0];
    }

    private TypeRef(Type type) {
        this.type = type;
    }

    /**
     * Of a class without parameters.
     *
     * @param type the class
     * @param <T> the type
     * @return names this class
     */
    public static <T> TypeRef<T> of(Class<T> type) {
        return new TypeRef<>(type) {};
    }

    /** {@return the type in Java's own terms} */
    public final Type type() {
        return type;
    }

    @Override
    public final String toString() {
        return type.getTypeName();
    }
}
