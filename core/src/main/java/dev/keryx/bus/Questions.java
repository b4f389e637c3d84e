package dev.keryx.bus;

import dev.keryx.Codec;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.TimeSource;
import dev.keryx.threads.Callbacks;
import dev.keryx.threads.Completions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The questions that wait for their answers, each with its timer. Whatever ends one leaves nothing of it here. */
final class Questions {
    private final TimeSource clock;
    private final Completions completions;
    private final int most;
    private final Map<Long, Question<?>> pending = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong asked = new AtomicLong();
    private final LongAdder answered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder timedOut = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder gaps = new LongAdder();

    Questions(TimeSource clock, Completions completions, int most) {
        this.clock = clock;
        this.completions = completions;
        this.most = most;
    }

    /** A new one, not pending yet. */
    <R> Question<R> make(Topic topic, Codec<R> codec) {
        return new Question<>(asked.incrementAndGet(), topic, codec, completions.future());
    }

    /** From now on it waits for its answer, and ends by itself. */
    void await(Question<?> question, Duration within) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            failed.increment();
            completions.fail(question.future, tooMany(question.topic));
            return;
        }
        pending.put(question.number, question);
        question.timedBy(clock.after(within, () -> timeOut(question, within)));
        // The caller's own completion: it wants no answer any more.
        Callbacks.then(question.future, (unused, failure) -> {
            if (take(question)) {
                failed.increment();
            }
        });
    }

    private KeryxException tooMany(Topic topic) {
        return new KeryxException(
                ErrorCode.OVERFLOW, most + " questions wait for their answers, no other is asked on " + topic);
    }

    private boolean take(Question<?> question) {
        if (!pending.remove(question.number, question)) {
            return false;
        }
        open.decrementAndGet();
        question.end();
        return true;
    }

    private void timeOut(Question<?> question, Duration within) {
        if (take(question)) {
            timedOut.increment();
            completions.fail(
                    question.future,
                    new KeryxException(
                            ErrorCode.TIMEOUT,
                            "no answer to a question on " + question.topic + " within " + within.toMillis() + " ms"));
        }
    }

    void fail(Question<?> question, Throwable why) {
        if (take(question)) {
            failed.increment();
            completions.fail(question.future, why);
        }
    }

    void failAll(KeryxException why) {
        unanswered().forEach(question -> fail(question, why));
    }

    /** In the order in which they were asked. */
    List<Question<?>> unanswered() {
        return pending.values().stream()
                .<Question<?>>map(question -> question)
                .sorted(Comparator.comparingLong(question -> question.number))
                .toList();
    }

    /** An answer has come, to whatever. */
    void answer(Message answer) {
        Long number = Correlation.number(answer);
        Question<?> question = number == null ? null : pending.get(number);
        if (question == null || !take(question)) {
            late.increment();
        } else {
            settle(question, answer);
        }
    }

    private <R> void settle(Question<R> question, Message answer) {
        KeryxException refusal = Correlation.refusalIn(answer);
        if (refusal != null) {
            refused.increment();
            completions.fail(question.future, refusal);
            return;
        }
        try {
            completions.complete(question.future, question.read(answer));
            answered.increment();
        } catch (Throwable unreadable) {
            failed.increment();
            completions.fail(question.future, unreadable);
        }
    }

    void gap() {
        gaps.increment();
    }

    RequestStats stats() {
        return new RequestStats(
                asked.get(),
                answered.sum(),
                refused.sum(),
                timedOut.sum(),
                failed.sum(),
                open.get(),
                late.sum(),
                gaps.sum());
    }
}
