package dev.keryx.gateway.wire;

import dev.keryx.ErrorCode;
import dev.keryx.JsonArgs;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Binary values in JSON text: <code>{"$b":"base64"}</code> on the wire, a placeholder and an attachment inside. A user's own key
 * of dollar signs and a final {@code b} has one dollar sign more on the wire.
 *
 * <p>Most arguments have neither, and are copied without a look at their structure.
 */
final class Binaries {
    private static final byte[] ESCAPED_DOLLAR = "\\u0024".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ESCAPED_B = "\\u0062".getBytes(StandardCharsets.US_ASCII);

    private Binaries() {}

    /** Arguments as they go to a client. */
    static void write(JsonArgs args, FrameWriter out) {
        byte[] text = args.placeholders().isEmpty() ? null : args.text().toByteArray();
        if (text == null && !mayHaveKeys(args.text())) {
            out.payload(args.text());
            return;
        }
        write(args, text == null ? args.text().toByteArray() : text, out);
    }

    private static void write(JsonArgs args, byte[] text, FrameWriter out) {
        int next = 0;
        int at = 0;
        while (at < text.length) {
            if (next < args.placeholders().size() && args.placeholders().get(next) == at) {
                int end = JsonText.skipValue(text, at, text.length);
                Payload attachment = args.attachments().get(number(text, at, end));
                out.ascii("{\"$b\":\"").bytes(Base64.getEncoder().encode(attachment.toByteArray()));
                out.ascii("\"}");
                next++;
                at = end;
            } else if (text[at] == '"') {
                int end = JsonText.skipString(text, at);
                int dollars = isKey(text, end) ? dollars(text, at + 1, end - 1) : 0;
                if (dollars > 0) {
                    key(dollars + 1, out);
                } else {
                    out.bytes(text, at, end - at);
                }
                at = end;
            } else {
                out.bytes(text, at, 1);
                at++;
            }
        }
    }

    /** The only number in a placeholder. */
    private static int number(byte[] text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (text[i] >= '0' && text[i] <= '9') {
                number = number * 10 + text[i] - '0';
            }
        }
        return number;
    }

    private static void key(int dollars, FrameWriter out) {
        out.ascii("\"" + "$".repeat(dollars) + "b\"");
    }

    /**
     * Arguments as they came from a client: the elements of an array, without its brackets.
     *
     * @throws KeryxException {@code BAD_VALUE} where a key says binary and its object does not
     */
    static JsonArgs read(byte[] text, int from, int to) {
        return mayHaveKeys(text, from, to)
                ? new Reading(text, to).from(from)
                : JsonArgs.of(Payload.giving(text).slice(from, to - from));
    }

    /** Arguments of which some may be binary, while they are read. */
    private static final class Reading {
        private final byte[] text;
        private final int to;
        private final FrameWriter out = new FrameWriter();
        private final List<Integer> placeholders = new ArrayList<>();
        private final List<Payload> attachments = new ArrayList<>();

        /** Where the object began of which nothing has come yet; -1 where that is not so. */
        private int brace = -1;

        Reading(byte[] text, int to) {
            this.text = text;
            this.to = to;
        }

        JsonArgs from(int from) {
            int at = from;
            while (at < to) {
                at = text[at] == '"' ? string(at) : other(at);
            }
            return new JsonArgs(Payload.giving(out.toByteArray()), placeholders, attachments);
        }

        private int other(int at) {
            if (text[at] == '{') {
                brace = out.size();
            } else if (JsonText.skipSpace(text, at, at + 1) == at) {
                brace = -1;
            }
            out.bytes(text, at, 1);
            return at + 1;
        }

        private int string(int at) {
            int end = JsonText.skipString(text, at);
            int dollars = isKey(text, end) ? dollars(text, at + 1, end - 1) : 0;
            if (dollars == 1) {
                end = binary(end);
            } else if (dollars > 1) {
                key(dollars - 1, out);
            } else {
                out.bytes(text, at, end - at);
            }
            brace = -1;
            return end;
        }

        /** From behind the key to behind the object. */
        private int binary(int keyEnd) {
            int value = JsonText.skipSpace(text, JsonText.skipSpace(text, keyEnd, to) + 1, to);
            int valueEnd = JsonText.skipValue(text, value, to);
            int at = JsonText.skipSpace(text, valueEnd, to);
            if (brace < 0 || text[value] != '"' || text[at] != '}') {
                throw bad();
            }
            out.cutTo(brace);
            placeholders.add(brace);
            out.ascii("{\"_placeholder\":true,\"num\":")
                    .number(attachments.size())
                    .ascii("}");
            attachments.add(decode(text, value + 1, valueEnd - 1));
            return at + 1;
        }
    }

    private static KeryxException bad() {
        return new KeryxException(ErrorCode.BAD_VALUE, "a binary value is {\"$b\":\"base64\"} and nothing else");
    }

    /** Slashes may be written with a backslash before them; nothing else in base64 needs an escape. */
    private static Payload decode(byte[] text, int from, int to) {
        String base64 = new String(text, from, to - from, StandardCharsets.ISO_8859_1).replace("\\/", "/");
        try {
            return Payload.giving(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException noBase64) {
            throw bad();
        }
    }

    /** Whether a string that ends here names a member of an object. */
    private static boolean isKey(byte[] text, int end) {
        int at = JsonText.skipSpace(text, end, text.length);
        return at < text.length && text[at] == ':';
    }

    /** How many dollar signs there are before a final b; 0 where the key is anything else. */
    private static int dollars(byte[] text, int from, int to) {
        int count = 0;
        int at = from;
        while (at < to) {
            if (text[at] == '$') {
                at++;
            } else if (matches(ESCAPED_DOLLAR, text, at, to)) {
                at += ESCAPED_DOLLAR.length;
            } else {
                boolean b = (to - at == 1 && text[at] == 'b')
                        || (to - at == ESCAPED_B.length && matches(ESCAPED_B, text, at, to));
                return b ? count : 0;
            }
            count++;
        }
        return 0;
    }

    private static boolean matches(byte[] wanted, byte[] text, int from, int to) {
        if (from + wanted.length > to) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (text[from + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether some string begins with a dollar sign, however written. */
    private static boolean mayHaveKeys(byte[] text, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            if (text[i] == '"' && (text[i + 1] == '$' || text[i + 1] == '\\')) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayHaveKeys(Payload text) {
        for (int i = 0; i < text.size() - 1; i++) {
            if (text.at(i) == '"' && (text.at(i + 1) == '$' || text.at(i + 1) == '\\')) {
                return true;
            }
        }
        return false;
    }
}
