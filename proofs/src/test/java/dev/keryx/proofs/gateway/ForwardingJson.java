package dev.keryx.proofs.gateway;

import dev.keryx.Json;
import dev.keryx.JsonArgs;
import dev.keryx.JsonLimits;
import dev.keryx.TypeRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stands before a JSON, and lets everything through. */
class ForwardingJson implements Json {
    private final Json real;

    ForwardingJson(Json real) {
        this.real = real;
    }

    @Override
    public byte[] write(@Nullable Object value) {
        return real.write(value);
    }

    @Override
    public <T> @Nullable T read(byte[] json, TypeRef<T> type) {
        return real.read(json, type);
    }

    @Override
    public JsonArgs writeArgs(List<? extends @Nullable Object> args) {
        return real.writeArgs(args);
    }

    @Override
    public <T> @Nullable T readArg(JsonArgs args, int index, TypeRef<T> type) {
        return real.readArg(args, index, type);
    }

    @Override
    public int countArgs(JsonArgs args) {
        return real.countArgs(args);
    }

    @Override
    public int[] elements(byte[] text, int offset, int length, JsonLimits limits) {
        return real.elements(text, offset, length, limits);
    }
}
