package dev.keryx;

import java.util.List;

/**
 * The arguments of an event as they travel: the JSON text of an array's elements without the outer brackets, so that it
 * splices into any frame without being parsed again. Each binary value stands in the text as the placeholder
 * {@code {"_placeholder":true,"num":N}} (the form of Socket.IO v5), N being its index among the attachments.
 *
 * <pre>
 *   text          "photo",{"_placeholder":true,"num":0},7
 *   placeholders          ^8
 *   attachments   [ 0x89 0x50 … ]
 * </pre>
 *
 * @param text UTF-8; empty for no arguments
 * @param placeholders offset in {@code text} of each placeholder's opening brace, ascending. What merely looks like a
 *     placeholder and is not listed is an ordinary object
 * @param attachments the binary values, by number
 */
public record JsonArgs(Payload text, List<Integer> placeholders, List<Payload> attachments) {
    /** No arguments. */
    public static final JsonArgs EMPTY = of(Payload.empty());

    /**
     * Copies both lists.
     *
     * @param text not checked: whoever makes it answers for its form
     * @param placeholders ascending
     * @param attachments by number
     */
    public JsonArgs {
        placeholders = List.copyOf(placeholders);
        attachments = List.copyOf(attachments);
    }

    /**
     * Arguments without binary values.
     *
     * @param text the elements, without the outer brackets
     * @return with no placeholders and no attachments
     */
    public static JsonArgs of(Payload text) {
        return new JsonArgs(text, List.of(), List.of());
    }

    /** {@return the size of text and attachments together, in bytes} */
    public int sizeBytes() {
        int size = text.size();
        for (Payload attachment : attachments) {
            size += attachment.size();
        }
        return size;
    }
}
