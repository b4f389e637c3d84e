package dev.keryx.json.jackson;

import dev.keryx.JsonArgs;
import dev.keryx.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;

/** Writes arguments as one array and puts each binary value aside, wherever in an argument it stands. */
final class ArgsGenerator extends StrictGenerator {
    private final ByteArrayOutputStream out;
    private final List<Integer> placeholders = new ArrayList<>(0);
    private final List<Payload> attachments = new ArrayList<>(0);

    ArgsGenerator(JsonGenerator target, ByteArrayOutputStream out) {
        super(target);
        this.out = out;
    }

    @Override
    public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
        String placeholder = "{\"_placeholder\":true,\"num\":" + attachments.size() + "}";
        writeRawValue(placeholder);
        int end = out.size() + streamWriteOutputBuffered();
        placeholders.add(end - placeholder.length() - 1); // without the array's bracket
        attachments.add(Payload.giving(Arrays.copyOfRange(data, offset, offset + length)));
        return this;
    }

    @Override
    public int writeBinary(Base64Variant variant, InputStream data, int length) {
        try {
            byte[] read = length < 0 ? data.readAllBytes() : data.readNBytes(length);
            writeBinary(variant, read, 0, read.length);
            return read.length;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What was written, once the array is closed and flushed: the text without its brackets. */
    JsonArgs args() {
        Payload array = Payload.giving(out.toByteArray());
        return new JsonArgs(array.slice(1, array.size() - 2), placeholders, attachments);
    }
}
