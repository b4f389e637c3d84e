package dev.keryx.json.jackson;

import dev.keryx.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import tools.jackson.core.SerializableString;

/** Bytes of a text, so that a generator can copy them without making a String of them. */
final class RawText implements SerializableString {
    private final Payload text;

    RawText(Payload text) {
        this.text = text;
    }

    @Override
    public int appendUnquotedUTF8(byte[] buffer, int offset) {
        int size = text.size();
        if (size > buffer.length - offset) {
            return -1;
        }
        text.writeTo(ByteBuffer.wrap(buffer, offset, size));
        return size;
    }

    @Override
    public byte[] asUnquotedUTF8() {
        return text.toByteArray();
    }

    @Override
    public int writeUnquotedUTF8(OutputStream out) throws IOException {
        out.write(text.toByteArray());
        return text.size();
    }

    @Override
    public int putUnquotedUTF8(ByteBuffer buffer) {
        if (text.size() > buffer.remaining()) {
            return -1;
        }
        text.writeTo(buffer);
        return text.size();
    }

    @Override
    public String getValue() {
        return text.utf8();
    }

    @Override
    public int charLength() {
        return getValue().length();
    }

    @Override
    public int appendUnquoted(char[] buffer, int offset) {
        String value = getValue();
        if (value.length() > buffer.length - offset) {
            return -1;
        }
        value.getChars(0, value.length(), buffer, offset);
        return value.length();
    }

    @Override
    public char[] asQuotedChars() {
        throw new UnsupportedOperationException("raw text is never quoted");
    }

    @Override
    public byte[] asQuotedUTF8() {
        throw new UnsupportedOperationException("raw text is never quoted");
    }

    @Override
    public int appendQuotedUTF8(byte[] buffer, int offset) {
        throw new UnsupportedOperationException("raw text is never quoted");
    }

    @Override
    public int appendQuoted(char[] buffer, int offset) {
        throw new UnsupportedOperationException("raw text is never quoted");
    }

    @Override
    public int writeQuotedUTF8(OutputStream out) {
        throw new UnsupportedOperationException("raw text is never quoted");
    }

    @Override
    public int putQuotedUTF8(ByteBuffer buffer) {
        throw new UnsupportedOperationException("raw text is never quoted");
    }
}
