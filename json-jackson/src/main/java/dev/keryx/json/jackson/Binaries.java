package dev.keryx.json.jackson;

import dev.keryx.JsonArgs;
import dev.keryx.Payload;
import java.util.Collections;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.util.TokenBuffer;

/** Puts binary values back in the place of their placeholders. */
final class Binaries {
    private Binaries() {}

    /**
     * The tokens of one argument, each listed placeholder being one binary token. Only listed ones: an object that merely
     * looks so stays an object.
     */
    static JsonParser restore(JsonParser text, ArgSpan span, JsonArgs args) {
        TokenBuffer into = TokenBuffer.forGeneration();
        for (JsonToken token = text.nextToken(); token != null; token = text.nextToken()) {
            if (token == JsonToken.START_OBJECT && listed(args.placeholders(), span.from() + offset(text))) {
                into.writeEmbeddedObject(attachment(text, args.attachments()).toByteArray());
            } else {
                into.copyCurrentEvent(text);
            }
        }
        into.close();
        return into.asParser();
    }

    private static int offset(JsonParser text) {
        return (int) text.currentTokenLocation().getByteOffset();
    }

    private static boolean listed(List<Integer> placeholders, int offset) {
        return Collections.binarySearch(placeholders, offset) >= 0;
    }

    private static Payload attachment(JsonParser text, List<Payload> attachments) {
        int number = -1;
        while (text.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean isNumber = text.currentName().equals("num");
            if (text.nextToken() == JsonToken.VALUE_NUMBER_INT && isNumber) {
                number = text.getIntValue();
            }
            text.skipChildren();
        }
        if (number < 0 || number >= attachments.size()) {
            throw new StreamReadException(text, "a placeholder without its attachment");
        }
        return attachments.get(number);
    }
}
