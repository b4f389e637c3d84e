package dev.keryx.gateway.engine;

import dev.keryx.ErrorCode;
import dev.keryx.JsonArgs;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.EventGuard;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.link.Signal;
import dev.keryx.threads.Callbacks;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An event from a client: guards, handler, and its answer where one is wanted. */
final class Question extends Inbox.Job {
    private static final Logger LOG = LoggerFactory.getLogger(Question.class);

    private final Entry entry;
    private final Signal.Event event;

    Question(Entry entry, Signal.Event event) {
        super(event.args().sizeBytes() + event.name().length());
        this.entry = entry;
        this.event = event;
    }

    @Override
    void run() {
        Presence presence = entry.presence();
        if (presence == null || presence.isDismissed()) {
            return;
        }
        try {
            Args args = new Args(presence.peer().site.json, event.args());
            for (EventGuard guard : entry.space.handlers().guards) {
                guard.check(presence, event.name(), args);
            }
            Handlers.Call call = entry.space.handlers().of(event.name());
            if (call == null) {
                refuse(presence, Faults.of(ErrorCode.UNSUPPORTED, "no handler for event " + event.name()));
            } else {
                answer(presence, call.with(presence, args));
            }
        } catch (Throwable failure) {
            failed(presence, failure);
        }
    }

    private void answer(Presence presence, @Nullable Object result) {
        if (result instanceof CompletionStage<?> stage) {
            Callbacks.then(stage, (value, failure) -> {
                if (failure == null) {
                    settle(presence, value);
                } else {
                    failed(presence, failure);
                }
            });
        } else {
            settle(presence, result);
        }
    }

    private void settle(Presence presence, @Nullable Object value) {
        if (value instanceof Refusal refusal) {
            refuse(presence, refusal);
        } else if (event.id() != 0) {
            try {
                JsonArgs args = value == Handlers.NOTHING
                        ? JsonArgs.EMPTY
                        : presence.peer().site.coder.args(Collections.singletonList(value));
                presence.peer().tell(new Signal.Ack(event.namespace(), event.id(), args));
            } catch (RuntimeException noJson) {
                failed(presence, noJson);
            }
        }
    }

    private void failed(Presence presence, Throwable failure) {
        Watch watch = presence.peer().site.watch;
        if (Faults.isOurs(failure) && entry.space.handlers().knows(event.name())) {
            watch.handlerFailed(presence.info(), event.name(), failure);
        } else if (Faults.isOurs(failure)) {
            watch.unknownFailed(presence.info(), event.name(), failure);
        } else {
            LOG.debug("Event {} of connection {} is refused", event.name(), presence.id());
        }
        refuse(presence, Faults.toClient(failure));
    }

    private void refuse(Presence presence, Refusal wanted) {
        if (event.id() != 0) {
            Refusal refusal = presence.peer().site.writable(wanted);
            presence.peer().tell(new Signal.Failure(event.namespace(), event.id(), refusal, Faults.retry(refusal)));
        }
    }

    /** For the list of what the inbox holds; never the arguments. */
    @Override
    public String toString() {
        return "Question" + List.of(event.name());
    }
}
