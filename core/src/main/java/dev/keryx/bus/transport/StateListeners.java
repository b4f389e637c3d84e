package dev.keryx.bus.transport;

import dev.keryx.Registration;
import dev.keryx.bus.BusState;
import dev.keryx.threads.SerialExecutor;
import dev.keryx.threads.Thrown;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who hear of changes of state: each change, in order, on the callback executor. */
final class StateListeners {
    private static final Logger LOG = LoggerFactory.getLogger(StateListeners.class);

    private final SerialExecutor tasks;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    StateListeners(BusThreads threads) {
        tasks = new SerialExecutor(threads);
    }

    private final class Listener implements Registration {
        private final Consumer<BusState> hears;
        private volatile boolean closed;

        Listener(Consumer<BusState> hears) {
            this.hears = hears;
        }

        void tell(BusState state) {
            if (!closed) {
                try {
                    hears.accept(state);
                } catch (Throwable failure) {
                    LOG.warn("A state listener failed: {}", Thrown.brief(failure));
                    LOG.debug("A state listener failed", failure);
                }
            }
        }

        @Override
        public void close() {
            closed = true;
            listeners.remove(this);
        }
    }

    Registration add(Consumer<BusState> hears) {
        Listener listener = new Listener(hears);
        listeners.add(listener);
        return listener;
    }

    void changed(BusState state) {
        for (Listener listener : listeners) {
            tasks.execute(() -> listener.tell(state));
        }
    }
}
