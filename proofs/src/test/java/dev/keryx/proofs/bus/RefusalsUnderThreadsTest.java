package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.Capability;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Topic;
import dev.keryx.bus.WhileDisconnected;
import dev.keryx.bus.transport.TransportBus;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A driver of many moods, whose link is lost now and then: each publish is taken once or never, and in its order. */
class RefusalsUnderThreadsTest {
    private static final int PUBLISHERS = 4;
    private static final int PUBLISHES = 1_000;

    private final HandDriver driver = new HandDriver();
    private final ExecutorService later = Executors.newFixedThreadPool(2);
    /** Numbers taken, by topic. This and the moods are guarded by this object. */
    private final Map<Topic, List<Integer>> taken = new HashMap<>();

    private final Random moods = new Random(7);
    private final Set<HandLink> lost = new HashSet<>();

    @AfterEach
    void end() {
        later.shutdown();
    }

    private CompletableFuture<Void> send(HandLink link, Topic topic, Payload frame) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        boolean dies;
        boolean soon;
        KeryxException failure = null;
        synchronized (this) {
            int mood = moods.nextInt(1_000);
            dies = mood == 0;
            soon = moods.nextBoolean();
            if (dies || lost.contains(link)) {
                lost.add(link);
                failure = new KeryxException(ErrorCode.OUTCOME_UNKNOWN, "the link is lost");
            } else if (mood < 250) {
                failure = new KeryxException(ErrorCode.UNAVAILABLE, "not now");
            } else {
                taken.computeIfAbsent(topic, unused -> new ArrayList<>()).add(Integer.parseInt(HandLink.text(frame)));
            }
        }
        if (dies) {
            link.lose();
        }
        KeryxException why = failure;
        Runnable settle = () -> {
            if (why == null) {
                answer.complete(null);
            } else {
                answer.completeExceptionally(why);
            }
        };
        if (soon) {
            settle.run();
        } else {
            later.execute(settle);
        }
        return answer;
    }

    @ConcurrencyTest
    @Rule({"BUS-73", "BUS-87"})
    void everyPublishIsTakenOnceOrNeverAndInItsOrder() {
        driver.abilities = EnumSet.complementOf(EnumSet.of(Capability.CROSS_TOPIC_ORDER));
        driver.prepare = link -> link.onFrame = (topic, frame) -> send(link, topic, frame);
        BusOptions options = BusOptions.DEFAULT
                .reconnectCap(Duration.ofMillis(20))
                .publishTimeout(Eventually.limit())
                .whileDisconnected(WhileDisconnected.buffer(50, 1 << 20, Eventually.limit()));
        Map<Topic, List<CompletableFuture<Void>>> outcomes = new HashMap<>();
        try (MessageBus bus = TransportBus.over(driver, options)) {
            bus.start();
            for (int i = 0; i < PUBLISHERS; i++) {
                outcomes.put(Topic.of("t" + i), new ArrayList<>());
            }
            Together.run(PUBLISHERS, i -> publish(bus, Topic.of("t" + i), outcomes.get(Topic.of("t" + i))));
        }
        outcomes.forEach(this::check);
    }

    /** Now and then waits for an answer, so as not to be refused by a full buffer all the time. */
    private static void publish(MessageBus bus, Topic topic, List<CompletableFuture<Void>> outcomes) {
        for (int i = 0; i < PUBLISHES; i++) {
            outcomes.add(bus.publish(topic.name(), Integer.toString(i)));
            if (i % 5 == 0) {
                Eventually.settled("a publish", outcomes.get(i));
            }
        }
        outcomes.forEach(publish -> Eventually.settled("a publish", publish));
    }

    private synchronized void check(Topic topic, List<CompletableFuture<Void>> outcomes) {
        List<Integer> numbers = taken.get(topic);
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        for (int i = 0; i < PUBLISHES; i++) {
            ErrorCode code = code(outcomes.get(i));
            if (code != ErrorCode.OUTCOME_UNKNOWN) {
                assertThat(numbers.contains(i)).as("%d ended %s", i, code).isEqualTo(code == null);
            }
        }
    }

    /** Null: taken. */
    private static @Nullable ErrorCode code(CompletableFuture<Void> publish) {
        try {
            publish.join();
            return null;
        } catch (CompletionException failure) {
            return ((KeryxException) failure.getCause()).code();
        }
    }
}
