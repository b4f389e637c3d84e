package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.threads.Callbacks;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The operations open over one link: a few at a time, each answered in time or the link is of no use. In control. */
final class Operations {
    /** Enough to keep the link busy, few enough that a heartbeat is not stuck behind them. */
    private static final int WINDOW = 4;

    /** An operation unanswered for this long has failed. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BusContext bus;
    private final LinkSession session;
    private final BiConsumer<LinkSession, Throwable> onFailure;
    private final Set<Operation<?>> open = new HashSet<>();
    private boolean ended;

    Operations(BusContext bus, LinkSession session, BiConsumer<LinkSession, Throwable> onFailure) {
        this.bus = bus;
        this.session = session;
        this.onFailure = onFailure;
    }

    boolean isFull() {
        return open.size() >= WINDOW;
    }

    /** Whatever is still open answers to nobody. */
    void end() {
        ended = true;
        open.forEach(Operation::waitNoLonger);
        open.clear();
    }

    <T> void begin(String what, CompletableFuture<T> answer, Consumer<@Nullable T> then) {
        Operation<T> operation = new Operation<>(what, then);
        open.add(operation);
        operation.patience = bus.clock().after(PATIENCE, () -> bus.control().run(operation::unanswered));
        Callbacks.then(answer, (value, failure) -> bus.control().run(() -> operation.answered(value, failure)));
    }

    private final class Operation<T> {
        private final String what;
        private final Consumer<@Nullable T> then;
        private @Nullable Registration patience;

        Operation(String what, Consumer<@Nullable T> then) {
            this.what = what;
            this.then = then;
        }

        void unanswered() {
            answered(
                    null,
                    new KeryxException(
                            ErrorCode.TIMEOUT, what + " was not answered within " + PATIENCE.toSeconds() + " s"));
        }

        void waitNoLonger() {
            if (patience != null) {
                patience.close();
            }
        }

        void answered(@Nullable T value, @Nullable Throwable failure) {
            if (ended || !open.remove(this)) {
                return;
            }
            waitNoLonger();
            if (failure != null) {
                onFailure.accept(session, DriverCall.failure(failure, what));
                return;
            }
            session.answered();
            try {
                then.accept(value);
            } catch (Throwable unreadable) {
                onFailure.accept(session, DriverCall.failure(unreadable, what));
            }
        }
    }
}
