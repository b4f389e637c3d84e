package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.threads.Callbacks;
import dev.keryx.threads.Thrown;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a link is of no use any more, in one line for whoever runs the bus: what Keryx's own exceptions say, and what the
 * socket said. Of any other cause it names type and place only, for its text may hold anything.
 */
final class LinkLoss {
    /** Of a chain of causes; a longer one, or one without an end, is cut. */
    private static final int MOST_CAUSES = 8;

    private static final int MOST_CHARACTERS = 400;

    /** What may stand before the host of an address, up to the last {@code @} of the word. */
    private static final Pattern CREDENTIALS = Pattern.compile("://\\S*@");

    private static final Pattern LINE_BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

    private LinkLoss() {}

    /** @param cause as the driver gave it, which may be anything, but its texts hold no payload or secret if Keryx's own */
    static KeryxException of(String what, @Nullable Throwable cause) {
        return new KeryxException(ErrorCode.UNAVAILABLE, line(what, cause), cause);
    }

    private static String line(String what, @Nullable Throwable cause) {
        StringBuilder line = new StringBuilder(what);
        try {
            Throwable next = cause;
            for (int i = 0; next != null && i < MOST_CAUSES; i++) {
                Throwable told = Callbacks.cause(next);
                String said = said(told);
                if (line.indexOf(said) < 0) {
                    line.append(": ").append(said);
                }
                next = told.getCause();
            }
        } catch (Throwable untold) {
            // A throwable of a driver's own, which fails at being asked; the loss counts all the same.
            line.append(": ").append(Thrown.brief(untold));
        }
        return oneLine(line);
    }

    private static String said(Throwable cause) {
        String text = cause.getMessage();
        if (text != null && cause instanceof KeryxException known) {
            return text.substring((known.code() + ": ").length());
        }
        // One with a cause of its own may repeat the text of that.
        boolean ofTheSocket = cause instanceof IOException && cause.getCause() == null;
        return text != null && ofTheSocket ? text : Thrown.brief(cause);
    }

    private static String oneLine(StringBuilder text) {
        String line = LINE_BREAKS.matcher(text).replaceAll(" ");
        String safe = CREDENTIALS.matcher(line).replaceAll("://…@");
        return safe.length() <= MOST_CHARACTERS ? safe : safe.substring(0, MOST_CHARACTERS) + "…";
    }
}
