package dev.keryx.proofs.gateway;

import dev.keryx.Json;
import dev.keryx.JsonArgs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts how often arguments are written. */
final class CountingJson extends ForwardingJson {
    private final int[] written;

    CountingJson(int[] written) {
        super(Json.find());
        this.written = written;
    }

    @Override
    public JsonArgs writeArgs(List<? extends @Nullable Object> args) {
        written[0]++;
        return super.writeArgs(args);
    }
}
