package dev.keryx.proofs.gateway;

import dev.keryx.Json;
import dev.keryx.JsonLimits;

/** Throws what the port does not allow, where a text asks for it. */
final class BrokenJson extends ForwardingJson {
    BrokenJson(Json real) {
        super(real);
    }

    @Override
    public int[] elements(byte[] text, int offset, int length, JsonLimits limits) {
        if (text.length > 3 && text[2] == 'b') {
            throw new IllegalStateException("by the test");
        }
        return super.elements(text, offset, length, limits);
    }
}
