package dev.keryx.testkit.gateway;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as a client got it.
 *
 * @param name its name
 * @param args decoded: null, Boolean, Long, Double, BigInteger, String, {@code byte[]}, List and Map
 * @param text the arguments' JSON as it came, without the outer brackets
 * @param id what an answer has to echo; 0 where none is wanted
 */
public record ProbeEvent(String name, List<@Nullable Object> args, String text, long id) {
    /**
     * Copies the arguments.
     *
     * @param name its name
     * @param args may be changed by the caller afterwards
     * @param text the arguments' JSON as it came, without the outer brackets
     * @param id what an answer has to echo; 0 where none is wanted
     */
    public ProbeEvent {
        args = Collections.unmodifiableList(new ArrayList<>(args));
    }

    /**
     * {@return the argument of that index}
     *
     * @param index from 0
     */
    public @Nullable Object arg(int index) {
        return args.get(index);
    }
}
