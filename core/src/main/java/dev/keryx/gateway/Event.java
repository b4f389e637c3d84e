package dev.keryx.gateway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes to a client: a name and arguments. Values are null, Boolean, Number, String, {@code byte[]}, List, Map, records
 * and beans by the {@link dev.keryx.Json} port, {@link dev.keryx.RawJson}, or {@link Args} as received, which spread.
 *
 * @param name at most 128 bytes of UTF-8, not reserved
 * @param values unmodifiable; the values in it must not be changed before the emit returned
 */
public record Event(String name, List<@Nullable Object> values) {
    /**
     * Copies the list, not the values in it.
     *
     * @param name must not begin with {@link Names#RESERVED_PREFIX}, nor be one of Socket.IO's own
     * @param values may hold null
     * @throws IllegalArgumentException where the name is empty, too long or reserved
     */
    public Event {
        String fault = Names.eventFault(name);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /**
     * An event without arguments.
     *
     * @param name at most 128 bytes of UTF-8, not reserved
     * @return without values
     */
    public static Event of(String name) {
        return new Event(name, List.of());
    }

    /**
     * An event with one argument.
     *
     * @param name at most 128 bytes of UTF-8, not reserved
     * @param value an array is one argument, not several; null is one argument null
     * @return with this value only
     */
    public static Event of(String name, @Nullable Object value) {
        return new Event(name, Collections.singletonList(value));
    }

    /**
     * An event with several arguments.
     *
     * @param name at most 128 bytes of UTF-8, not reserved
     * @param first may be null
     * @param second may be null
     * @param more may be null each
     * @return with all of them, in order
     */
    public static Event of(String name, @Nullable Object first, @Nullable Object second, @Nullable Object... more) {
        List<@Nullable Object> values = new ArrayList<>(2 + more.length);
        values.add(first);
        values.add(second);
        values.addAll(Arrays.asList(more));
        return new Event(name, values);
    }
}
