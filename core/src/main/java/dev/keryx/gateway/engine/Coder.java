package dev.keryx.gateway.engine;

import dev.keryx.Json;
import dev.keryx.JsonArgs;
import dev.keryx.gateway.Args;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns an application's values into arguments that can travel. {@link Args} among them spread, their text untouched. For
 * whatever emits, with clients or without; safe on any thread.
 */
public final class Coder {
    /** Larger than any event should be, and small enough that a mistake does not fill the memory. */
    static final int MOST_BYTES = 16 << 20;

    private final Json json;

    /**
     * A coder.
     *
     * @param json writes what is not JSON yet
     */
    public Coder(Json json) {
        this.json = json;
    }

    /**
     * The arguments of one event.
     *
     * @param values as {@link dev.keryx.gateway.Event} has them
     * @return how they travel
     * @throws IllegalArgumentException where a value has no JSON form, or all are too large together
     */
    public JsonArgs args(List<@Nullable Object> values) {
        JsonArgs args = spread(values);
        if (args.sizeBytes() > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "an event has at most " + MOST_BYTES + " bytes, this one has " + args.sizeBytes());
        }
        return args;
    }

    private JsonArgs spread(List<@Nullable Object> values) {
        if (values.stream().noneMatch(Args.class::isInstance)) {
            return json.writeArgs(values);
        }
        if (values.size() == 1 && values.get(0) instanceof Args only && only.offset() == 0) {
            return only.raw();
        }
        Splice splice = new Splice();
        List<@Nullable Object> plain = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof Args received) {
                splice.add(json.writeArgs(plain));
                plain.clear();
                splice.add(received.raw(), received.offset());
            } else {
                plain.add(value);
            }
        }
        splice.add(json.writeArgs(plain));
        return splice.args();
    }
}
