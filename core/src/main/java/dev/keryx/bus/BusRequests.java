package dev.keryx.bus;

import dev.keryx.Codec;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.TimeSource;
import dev.keryx.threads.Callbacks;
import dev.keryx.threads.Completions;
import dev.keryx.threads.HandlerThreads;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Questions over any bus, by its port alone. */
final class BusRequests implements Requests {
    private final MessageBus bus;
    private final Completions completions;
    private final Questions questions;
    private final Topic replies = Correlation.newInbox();

    /** Null where the bus shows its executor. */
    private final @Nullable HandlerThreads own;

    /** Null where the bus carries no headers. */
    private final @Nullable Subscription inbox;

    // True once the inbox has been confirmed for the first time. Whoever asks before leaves the question to be sent
    // then.
    private volatile boolean confirmed;
    // Why nothing is asked any more.
    private volatile @Nullable KeryxException over;

    BusRequests(MessageBus bus, RequestOptions options) {
        this.bus = bus;
        Executor shown = bus.unwrap(Executor.class).orElse(null);
        own = shown == null ? new HandlerThreads("keryx-requests") : null;
        completions = new Completions(shown == null ? this::execute : shown);
        questions = new Questions(
                bus.unwrap(TimeSource.class).orElseGet(TimeSource::system), completions, options.maxPending());
        inbox = bus.capabilities().contains(Capability.HEADERS) ? subscribe(options) : null;
    }

    private void execute(Runnable task) {
        try {
            Objects.requireNonNull(own).execute(task);
        } catch (RejectedExecutionException closed) {
            task.run();
        }
    }

    private Subscription subscribe(RequestOptions options) {
        SubscribeOptions roomy = SubscribeOptions.DEFAULT
                .named("replies")
                .bufferMessages(options.maxPending())
                .bufferBytes(options.maxReplyBytes())
                .onGap(gap -> questions.gap());
        Subscription subscription = bus.subscribe(TopicFilter.exactly(replies), roomy, questions::answer);
        Callbacks.then(subscription.ready(), (unused, failure) -> {
            if (failure == null) {
                confirmed = true;
                questions.unanswered().forEach(this::send);
            }
        });
        Callbacks.then(subscription.closed(), (cause, unused) -> end(ended(cause)));
        return subscription;
    }

    private static KeryxException ended(@Nullable CloseCause cause) {
        return cause == CloseCause.REJECTED
                ? new KeryxException(ErrorCode.REJECTED, "the broker refuses the inbox for answers")
                : new KeryxException(ErrorCode.CLOSED, "no more questions, their bus or they have ended");
    }

    @Override
    public <Q, R> CompletableFuture<R> ask(Duration within, Topic topic, Q question, Codec<Q> q, Codec<R> r) {
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("a question has some time, got " + within);
        }
        if (!topic.isPermitted()) {
            throw new IllegalArgumentException("topics under " + Topic.RESERVED_PREFIX + " are Keryx's own: " + topic);
        }
        Payload payload = q.encode(question);
        if (inbox == null) {
            return completions.failed(noHeaders(topic.name()));
        }
        Question<R> made = questions.make(topic, Objects.requireNonNull(r, "r"));
        made.says(Correlation.question(topic, payload, replies, made.number));
        questions.await(made, within);
        pose(made, inbox);
        return made.future;
    }

    private void pose(Question<?> question, Subscription answers) {
        KeryxException ended = over;
        if (ended != null) {
            questions.fail(question, ended);
        } else if (answers.state() == SubscriptionState.SUSPENDED) {
            questions.fail(
                    question,
                    new KeryxException(ErrorCode.UNAVAILABLE, "no answer could come now, asking on " + question.topic));
        } else if (confirmed || bus.state() == BusState.NEW) {
            send(question);
        }
    }

    private void send(Question<?> question) {
        Message message = question.takeUnsent();
        if (message != null) {
            Callbacks.then(bus.publish(message), (unused, failure) -> {
                if (failure != null) {
                    questions.fail(question, failure);
                }
            });
        }
    }

    private static KeryxException noHeaders(String where) {
        return new KeryxException(
                ErrorCode.UNSUPPORTED, "this bus carries no headers, without which no answer finds back, " + where);
    }

    @Override
    public <Q, R> Subscription respond(
            TopicFilter filter, SubscribeOptions options, Codec<Q> q, Codec<R> r, Responder<Q, R> responder) {
        Objects.requireNonNull(responder, "responder");
        if (inbox == null) {
            throw noHeaders(filter.pattern());
        }
        Predicate<Message> noQuestion = message -> !Correlation.isQuestion(message);
        SubscribeOptions selective =
                options.skip(options.skipped().map(noQuestion::or).orElse(noQuestion));
        return bus.subscribe(filter, selective, new Answering<>(bus, q, r, responder));
    }

    private void end(KeryxException why) {
        if (over == null) {
            over = why;
        }
        questions.failAll(why);
    }

    @Override
    public RequestStats stats() {
        return questions.stats();
    }

    @Override
    public void close() {
        end(ended(CloseCause.ASKED));
        if (inbox != null) {
            inbox.close();
        }
        if (own != null) {
            own.close();
        }
    }
}
