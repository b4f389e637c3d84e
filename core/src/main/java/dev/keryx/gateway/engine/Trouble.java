package dev.keryx.gateway.engine;

import org.slf4j.Logger;

/** What went wrong, as the log has it: one line that says what, and the stack for whoever debugs. */
final class Trouble {
    private static final int LONGEST = 300;

    private Trouble() {}

    /** @param what went wrong where, and what is done about it */
    static void warn(Logger log, String what, Throwable failure) {
        log.warn("{}: {}", what, line(failure));
        log.debug("{}", what, failure);
    }

    /** The kind of the failure and the first line of what it says. */
    static String line(Throwable failure) {
        String all = failure.toString();
        String first = all.lines().findFirst().orElse("");
        return first.length() > LONGEST ? first.substring(0, LONGEST) + "…" : first;
    }
}
