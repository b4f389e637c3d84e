package dev.keryx.cluster;

import static dev.keryx.threads.Callbacks.then;

import dev.keryx.ErrorCode;
import dev.keryx.Registration;
import dev.keryx.TimeSource;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicSubscription;
import dev.keryx.gateway.link.Relay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this node follows, and the topics by which: each is subscribed from its first holder until ten seconds, give or take
 * a fifth, after its last, so that a member who is back at once costs nothing. All under this object's lock, which is never
 * held while anybody is told anything.
 */
final class Followings {
    static final Duration LINGER = Duration.ofSeconds(10);
    static final Duration LIVE_WITHIN = Duration.ofSeconds(2);

    /** A topic that the broker refused is tried again this often. */
    static final Duration REFUSED_RETRY = Duration.ofSeconds(30);

    private final TopicScheme topics;
    private final TimeSource clock;
    private final BooleanSupplier up;
    private final Consumer<Set<Said.Place>> missed;
    private final SplittableRandom random;
    private final Map<Topic, Followed> followed = new HashMap<>();
    private @Nullable TopicSubscription subscription;

    /**
     * @param up whether the bus is
     * @param missed hears who may have missed something because a topic became live late
     */
    Followings(TopicScheme topics, TimeSource clock, long seed, BooleanSupplier up, Consumer<Set<Said.Place>> missed) {
        this.topics = topics;
        this.clock = clock;
        this.random = new SplittableRandom(seed);
        this.up = up;
        this.missed = missed;
    }

    Relay.Interest follow(String namespace, Relay.Scope scope) {
        Topic topic = topics.of(namespace, scope);
        Followed entry;
        CompletableFuture<Void> question = null;
        synchronized (this) {
            entry = followed.get(topic);
            if (entry == null) {
                entry = new Followed(topic);
                followed.put(topic, entry);
                question = ask(entry);
            }
            entry.hold(new Said.Place(namespace, scope));
        }
        hear(entry, question);
        return new Held(entry);
    }

    private @Nullable CompletableFuture<Void> ask(Followed entry) {
        if (subscription == null) {
            return null;
        }
        CompletableFuture<Void> question = subscription.add(entry.topic);
        entry.asked(question);
        return question;
    }

    private void hear(Followed entry, @Nullable CompletableFuture<Void> question) {
        if (question != null) {
            then(question, (confirmed, failure) -> answered(entry, question, failure));
        }
    }

    private CompletableFuture<Boolean> live(Followed entry) {
        CompletableFuture<Boolean> live;
        synchronized (this) {
            live = entry.live(up.getAsBoolean());
        }
        if (!live.isDone()) {
            Registration timer = clock.after(LIVE_WITHIN, () -> late(entry, live));
            then(live, (value, never) -> timer.close());
        }
        return live;
    }

    private void late(Followed entry, CompletableFuture<Boolean> live) {
        synchronized (this) {
            if (!entry.stillWaits(live)) {
                return;
            }
            entry.owesGap();
        }
        live.complete(false);
    }

    private void answered(Followed entry, CompletableFuture<Void> question, @Nullable Throwable failure) {
        Set<Said.Place> missing = Set.of();
        List<CompletableFuture<Boolean>> waiting;
        synchronized (this) {
            if (!entry.isAsked(question)) {
                return;
            }
            waiting = entry.takeWaiting();
            if (failure != null) {
                entry.refuse();
            } else if (entry.confirm()) {
                missing = entry.places();
            }
        }
        waiting.forEach(live -> live.complete(failure == null));
        if (!missing.isEmpty()) {
            missed.accept(missing);
        }
        if (failure != null && Failures.code(failure) == ErrorCode.REJECTED) {
            clock.after(REFUSED_RETRY, () -> again(entry, question));
        }
    }

    private void again(Followed entry, CompletableFuture<Void> refused) {
        CompletableFuture<Void> question = null;
        synchronized (this) {
            if (entry.isAsked(refused)) {
                question = ask(entry);
            }
        }
        hear(entry, question);
    }

    private void letGo(Followed entry) {
        synchronized (this) {
            if (!entry.letGo()) {
                return;
            }
            if (subscription == null) {
                followed.remove(entry.topic, entry);
                return;
            }
            long millis = LINGER.toMillis();
            Duration pause = Duration.ofMillis(millis + random.nextLong(-millis / 5, millis / 5 + 1));
            entry.linger(clock.after(pause, () -> unfollow(entry)));
        }
    }

    private void unfollow(Followed entry) {
        synchronized (this) {
            if (entry.held() || !entry.lingers()) {
                return;
            }
            entry.stopLinger();
            entry.forget();
            if (followed.remove(entry.topic, entry) && subscription != null) {
                subscription.remove(entry.topic);
            }
        }
    }

    /** From now on topics are followed by this. */
    void attach(TopicSubscription with) {
        List<Runnable> hear = new ArrayList<>();
        synchronized (this) {
            subscription = with;
            for (Followed entry : followed.values()) {
                CompletableFuture<Void> question = ask(entry);
                hear.add(() -> hear(entry, question));
            }
        }
        hear.forEach(Runnable::run);
    }

    /** From now on nothing is followed; what is held is remembered. Whoever waits is told that it is not live. */
    void detach() {
        List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
        synchronized (this) {
            subscription = null;
            followed.values().stream().filter(entry -> !entry.held()).forEach(Followed::stopLinger);
            followed.values().removeIf(entry -> !entry.held());
            for (Followed entry : followed.values()) {
                entry.forget();
                waiting.addAll(entry.takeWaiting());
            }
        }
        waiting.forEach(live -> live.complete(false));
    }

    /** Whom these topics concern, by their names. */
    synchronized Set<Said.Place> places(Set<String> names) {
        Set<Said.Place> places = new LinkedHashSet<>();
        for (String name : names) {
            Followed entry = followed.get(Topic.of(name));
            if (entry != null) {
                places.addAll(entry.places());
            }
        }
        return places;
    }

    /** One holder's part of a topic. */
    private final class Held implements Relay.Interest {
        private final Followed entry;
        private final AtomicBoolean closed = new AtomicBoolean();

        Held(Followed entry) {
            this.entry = entry;
        }

        @Override
        public CompletableFuture<Boolean> live() {
            return Followings.this.live(entry);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                letGo(entry);
            }
        }
    }
}
