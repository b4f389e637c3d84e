package dev.keryx.bus;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The headers by which questions and answers find each other; on the wire in {@code docs/wire.md}. Foreign programs may
 * have written them, so nothing in them is trusted: an answer goes to inboxes only, and a code is one that may travel.
 */
final class Correlation {
    /** On a question: the topic of the inbox. */
    private static final String REPLY_TO = "kx-reply-to";

    /** On a question and on its answer: the question's number. */
    private static final String NUMBER = "kx-question";

    /** On an answer that is a refusal: the code. The payload is the text. */
    private static final String REFUSAL = "kx-refusal";

    private static final String INBOXES = Topic.RESERVED_PREFIX + "ask.";
    private static final int INBOX_BYTES = 16;

    /** Codes that a responder may send. None of them is mistaken for a failure to ask. */
    private static final Set<ErrorCode> TELLABLE =
            EnumSet.of(ErrorCode.REJECTED, ErrorCode.BAD_VALUE, ErrorCode.DENIED, ErrorCode.RATE, ErrorCode.LIMIT);

    private Correlation() {}

    static Topic newInbox() {
        byte[] unguessable = new byte[INBOX_BYTES];
        new SecureRandom().nextBytes(unguessable);
        return Topic.reserved(INBOXES + HexFormat.of().formatHex(unguessable));
    }

    static Message question(Topic topic, Payload payload, Topic inbox, long number) {
        return Message.to(topic, payload).withHeader(REPLY_TO, inbox.name()).withHeader(NUMBER, Long.toString(number));
    }

    static boolean isQuestion(Message message) {
        return inboxOf(message) != null && message.headers().get(NUMBER).isPresent();
    }

    /** Where the answer goes; null where it would go anywhere but to an inbox. */
    private static @Nullable Topic inboxOf(Message question) {
        String name = question.headers().get(REPLY_TO).orElse("");
        try {
            return name.startsWith(INBOXES) ? Topic.reserved(name) : null;
        } catch (IllegalArgumentException noTopic) {
            return null;
        }
    }

    static Message answer(Message question, Payload payload) {
        Topic inbox = inboxOf(question);
        if (inbox == null) {
            throw new IllegalArgumentException("it is no question");
        }
        return Message.to(inbox, payload)
                .withHeader(NUMBER, question.headers().get(NUMBER).orElseThrow());
    }

    static Message refusal(Message question, ErrorCode code, String text) {
        return answer(question, Payload.utf8(text)).withHeader(REFUSAL, code.name());
    }

    /** The question's number; null where there is none. */
    static @Nullable Long number(Message answer) {
        try {
            return Long.valueOf(answer.headers().get(NUMBER).orElse(""));
        } catch (NumberFormatException foreign) {
            return null;
        }
    }

    /** What the other side refused with; null where it answered. */
    static @Nullable KeryxException refusalIn(Message answer) {
        String code = answer.headers().get(REFUSAL).orElse(null);
        return code == null
                ? null
                : new KeryxException(tellable(code), answer.payload().utf8());
    }

    private static ErrorCode tellable(String name) {
        return TELLABLE.stream()
                .filter(code -> code.name().equals(name))
                .findFirst()
                .orElse(ErrorCode.INTERNAL);
    }

    static boolean isTellable(KeryxException failure) {
        return TELLABLE.contains(failure.code());
    }

    /** The message of an exception without the code that it begins with. */
    static String text(KeryxException failure) {
        return String.valueOf(failure.getMessage())
                .substring(failure.code().name().length() + 2);
    }
}
