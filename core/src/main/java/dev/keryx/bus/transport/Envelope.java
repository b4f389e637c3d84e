package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.Headers;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageId;
import dev.keryx.bus.Topic;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a message looks on a broker. All numbers have their highest byte first.
 *
 * <pre>
 *   0         3         4              8          24            32              36
 *   +---------+---------+--------------+----------+-------------+---------------+---------+---------+
 *   | F5 4B 58| version | total length |    id    |  timestamp  | headers bytes | headers | payload |
 *   |  magic  |    1    |   in bytes   | 16 bytes | ms, 8 bytes |    4 bytes    |         |         |
 *   +---------+---------+--------------+----------+-------------+---------------+---------+---------+
 *   |&lt;--- the same for ever ---&gt;|
 *
 *   one header:  | name bytes, 4 | name, UTF-8 | value bytes, 4 | value, UTF-8 |
 * </pre>
 *
 * The first eight bytes are the same in every version for ever, so that envelopes which follow each other directly can be
 * split, and one of a newer version be skipped. The magic's first byte occurs in no UTF-8 text: text published by a program
 * that knows no envelope is never mistaken for one.
 */
final class Envelope {
    /** Bytes that every version has in common. */
    static final int HEAD_BYTES = 8;

    /** Bytes before the headers. */
    static final int FIXED_BYTES = 36;

    static final int MAGIC = 0xF54B58;
    static final int VERSION = 1;

    /** Envelopes of one topic may be joined up to this; in larger frames there is one, or what nobody of us wrote. */
    static final int MAX_JOINED_BYTES = 16 << 10;

    private static final byte[] NO_HEADERS = new byte[0];

    private Envelope() {}

    /**
     * A frame that writes the envelope; it copies nothing before it is written.
     *
     * @throws KeryxException {@code PAYLOAD_TOO_LARGE} where the length has no four-byte number
     * @throws IllegalArgumentException where a header is no Unicode text
     */
    static Frame frame(MessageId id, long timestampMillis, Headers headers, Payload payload) {
        byte[] encoded = headers.isEmpty() ? NO_HEADERS : encode(headers);
        long size = (long) FIXED_BYTES + encoded.length + payload.size();
        if (size > Integer.MAX_VALUE) {
            throw new KeryxException(
                    ErrorCode.PAYLOAD_TOO_LARGE, "an envelope has at most 2147483647 bytes, this one " + size);
        }
        return new EnvelopeFrame(id, timestampMillis, encoded, payload, (int) size);
    }

    private static byte[] encode(Headers headers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        headers.asMap().forEach((name, value) -> {
            append(name, out);
            append(value, out);
        });
        return out.toByteArray();
    }

    private static void append(String text, ByteArrayOutputStream out) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] encoded = new byte[Integer.BYTES + bytes.remaining()];
            ByteBuffer.wrap(encoded).putInt(bytes.remaining()).put(bytes);
            out.writeBytes(encoded);
        } catch (CharacterCodingException loneSurrogate) {
            throw new IllegalArgumentException(
                    "a header is Unicode text, this one has a lone surrogate", loneSurrogate);
        }
    }

    /** Whether these bytes begin with an envelope of any version; otherwise somebody else published them. */
    static boolean beginsAt(Payload bytes, int offset) {
        return bytes.size() - offset >= 3
                && (bytes.at(offset) & 0xff) == MAGIC >>> 16
                && (bytes.at(offset + 1) & 0xff) == (MAGIC >>> 8 & 0xff)
                && (bytes.at(offset + 2) & 0xff) == (MAGIC & 0xff);
    }

    /** How many bytes the envelope at the offset has, itself included; -1 where that cannot be told. */
    static int lengthAt(Payload bytes, int offset) {
        if (bytes.size() - offset < HEAD_BYTES || !beginsAt(bytes, offset)) {
            return -1;
        }
        int length = bytes.intAt(offset + 4);
        return length < HEAD_BYTES || length > bytes.size() - offset ? -1 : length;
    }

    static int versionAt(Payload bytes, int offset) {
        return bytes.at(offset + 3) & 0xff;
    }

    /** The first eight bytes of the id, which begin with the sender's tag. For an envelope of this version only. */
    static long senderAt(Payload bytes, int offset) {
        return bytes.longAt(offset + HEAD_BYTES);
    }

    /** The message in an envelope of this version; null where it is damaged. Its payload mostly shares the frame's memory. */
    static @Nullable Message read(Topic topic, Payload bytes, int offset, int length) {
        if (length < FIXED_BYTES) {
            return null;
        }
        int headersBytes = bytes.intAt(offset + 32);
        if (headersBytes < 0 || headersBytes > length - FIXED_BYTES) {
            return null;
        }
        int body = offset + FIXED_BYTES;
        Headers headers = headersBytes == 0 ? Headers.empty() : decode(bytes, body, body + headersBytes);
        if (headers == null) {
            return null;
        }
        return new Message(
                topic,
                payload(bytes.slice(body + headersBytes, length - FIXED_BYTES - headersBytes)),
                headers,
                Instant.ofEpochMilli(bytes.longAt(offset + 24)),
                new MessageId(bytes.longAt(offset + 8), bytes.longAt(offset + 16)));
    }

    /** A small part of a large frame does not keep it; parts of a frame as we join them share it, for nothing is copied then. */
    private static Payload payload(Payload part) {
        boolean keepsTooMuch = part.heldBytes() > MAX_JOINED_BYTES && part.heldBytes() / 2 > part.size();
        return keepsTooMuch ? Payload.giving(part.toByteArray()) : part;
    }

    private static @Nullable Headers decode(Payload bytes, int from, int to) {
        Map<String, String> headers = new LinkedHashMap<>();
        int at = from;
        for (int count = 0; at < to; count++) {
            if (count == Message.MAX_HEADERS) {
                return null;
            }
            int valueAt = endOfText(bytes, at, to);
            int end = valueAt < 0 ? -1 : endOfText(bytes, valueAt, to);
            if (end < 0) {
                return null;
            }
            headers.put(text(bytes, at, valueAt), text(bytes, valueAt, end));
            at = end;
        }
        return Headers.of(headers);
    }

    private static int endOfText(Payload bytes, int at, int to) {
        if (to - at < Integer.BYTES) {
            return -1;
        }
        int length = bytes.intAt(at);
        return length < 0 || length > to - at - Integer.BYTES ? -1 : at + Integer.BYTES + length;
    }

    private static String text(Payload bytes, int at, int end) {
        return bytes.slice(at + Integer.BYTES, end - at - Integer.BYTES).utf8();
    }
}
