package dev.keryx.bus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Gap;
import dev.keryx.Payload;
import dev.keryx.bus.Message;
import dev.keryx.bus.Overflow;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.SubscriptionStats;
import dev.keryx.bus.transport.Backlog.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BacklogTest {
    private static Backlog holding(int messages, Overflow policy) {
        return new Backlog(SubscribeOptions.DEFAULT.bufferMessages(messages).overflow(policy));
    }

    private static Message message(String text) {
        return Message.to("t", Payload.utf8(text));
    }

    private static List<String> drain(Backlog backlog) {
        List<String> story = new ArrayList<>();
        Backlog.Taken taken = new Backlog.Taken();
        while (backlog.take(taken)) {
            if (taken.gap != null) {
                story.add(taken.gap.causes() + " " + taken.gap.known());
            }
            if (taken.message != null) {
                story.add(taken.message.payload().utf8());
            }
        }
        return story;
    }

    @Test
    void theOldestGoAndTheHoleIsAtTheHead() {
        Backlog backlog = holding(3, Overflow.DROP_OLDEST);
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            verdicts.add(backlog.offer(message("" + i)));
        }
        assertThat(verdicts)
                .containsExactly(
                        Verdict.TAKEN,
                        Verdict.TAKEN,
                        Verdict.TAKEN,
                        Verdict.OVERFLOWED,
                        Verdict.DROPPED,
                        Verdict.DROPPED,
                        Verdict.DROPPED);
        assertThat(drain(backlog)).containsExactly("[OVERFLOW] 4", "4", "5", "6");
        assertThat(backlog.stats()).isEqualTo(new SubscriptionStats(7, 3, 4, 0, 0, 0));
    }

    @Test
    void theNewestGoAndTheHoleIsAtTheEnd() {
        Backlog backlog = holding(3, Overflow.DROP_NEWEST);
        for (int i = 0; i < 7; i++) {
            backlog.offer(message("" + i));
        }
        Backlog.Taken taken = new Backlog.Taken();
        assertThat(backlog.take(taken)).isTrue();
        backlog.offer(message("late"));
        assertThat(drain(backlog)).containsExactly("1", "2", "[OVERFLOW] 4", "late");
        assertThat(backlog.stats()).isEqualTo(new SubscriptionStats(8, 4, 4, 0, 0, 0));
    }

    @Test
    void cancelEndsItAndKeepsWhatItHas() {
        Backlog backlog = holding(2, Overflow.CANCEL);
        backlog.offer(message("1"));
        backlog.offer(message("2"));
        assertThat(backlog.offer(message("3"))).isEqualTo(Verdict.CANCELLED);
        assertThat(backlog.offer(message("4"))).isEqualTo(Verdict.REFUSED);
        assertThat(drain(backlog)).containsExactly("1", "2");
        assertThat(backlog.stats()).isEqualTo(new SubscriptionStats(3, 2, 1, 0, 0, 0));
    }

    @Test
    void aGapStaysWhereItIsThoughMessagesAroundItFall() {
        Backlog backlog = holding(2, Overflow.DROP_OLDEST);
        backlog.offer(message("1"));
        backlog.gap(Gap.of(Gap.Cause.RECONNECT));
        backlog.gap(Gap.of(Gap.Cause.MISSED));
        backlog.offer(message("2"));
        backlog.offer(message("3"));
        assertThat(drain(backlog)).hasSize(3).first().asString().contains("RECONNECT", "MISSED", "OVERFLOW", " 1");
        backlog.gap(Gap.of(Gap.Cause.MOVED));
        assertThat(drain(backlog)).containsExactly("[MOVED] 0");
    }

    @Test
    void bytesBoundItTooButAnEmptyOneTakesAnything() {
        Backlog backlog = new Backlog(SubscribeOptions.DEFAULT.bufferBytes(10));
        assertThat(backlog.offer(message("x".repeat(50)))).isEqualTo(Verdict.TAKEN);
        assertThat(backlog.offer(message("1234567"))).isEqualTo(Verdict.OVERFLOWED);
        assertThat(backlog.offer(message("abc"))).isEqualTo(Verdict.TAKEN);
        assertThat(backlog.offer(message("d"))).isEqualTo(Verdict.DROPPED);
        assertThat(drain(backlog)).containsExactly("[OVERFLOW] 2", "abc", "d");
    }

    /** Its payload is a part of the frame. */
    private static Message partOf(Payload frame, int index) {
        return Message.to("t", frame.slice(index, 1));
    }

    @Test
    void neighboursOfOneFrameKeepItTogether() {
        Backlog backlog = new Backlog(SubscribeOptions.DEFAULT.bufferBytes(12).overflow(Overflow.DROP_NEWEST));
        Payload first = Payload.utf8("abcdef");
        Payload second = Payload.utf8("ghijkl");
        for (Payload frame : List.of(first, second)) {
            for (int i = 0; i < 6; i++) {
                assertThat(backlog.offer(partOf(frame, i))).isEqualTo(Verdict.TAKEN);
            }
        }
        assertThat(backlog.offer(message("m"))).isEqualTo(Verdict.OVERFLOWED);
        Backlog.Taken taken = new Backlog.Taken();
        for (int i = 0; i < 5; i++) {
            assertThat(backlog.take(taken)).isTrue();
            assertThat(backlog.offer(message("m")))
                    .as("the first frame is kept")
                    .isEqualTo(Verdict.DROPPED);
        }
        assertThat(backlog.take(taken)).isTrue();
        assertThat(backlog.offer(message("123456"))).isEqualTo(Verdict.TAKEN);
        assertThat(backlog.offer(message("7"))).isEqualTo(Verdict.DROPPED);
    }

    @Test
    void aSinglePartOfAFrameCountsAllOfIt() {
        Backlog backlog = new Backlog(SubscribeOptions.DEFAULT.bufferBytes(12).overflow(Overflow.DROP_NEWEST));
        assertThat(backlog.offer(partOf(Payload.utf8("abcdef"), 0))).isEqualTo(Verdict.TAKEN);
        assertThat(backlog.offer(partOf(Payload.utf8("abcdef"), 0))).isEqualTo(Verdict.TAKEN);
        assertThat(backlog.offer(partOf(Payload.utf8("abcdef"), 0))).isEqualTo(Verdict.OVERFLOWED);
    }

    @Test
    void headersCountToo() {
        Backlog backlog = new Backlog(SubscribeOptions.DEFAULT.bufferBytes(400));
        for (int i = 0; i < 3; i++) {
            backlog.offer(message("" + i).withHeader("name", "value"));
        }
        assertThat(drain(backlog)).containsExactly("[OVERFLOW] 1", "1", "2");
    }

    @Test
    void anEmptyOneHoldsNoBytesWhateverWentThrough() {
        Backlog backlog = new Backlog(SubscribeOptions.DEFAULT.bufferBytes(20));
        Random random = new Random(5);
        Payload frame = Payload.utf8("abcdef");
        for (int i = 0; i < 1_000; i++) {
            frame = random.nextInt(3) == 0 ? Payload.utf8("abcdef") : frame;
            backlog.offer(partOf(frame, random.nextInt(6)));
            if (random.nextInt(4) == 0) {
                backlog.take(new Backlog.Taken());
            }
        }
        drain(backlog);
        assertThat(backlog.offer(message("x"))).isEqualTo(Verdict.TAKEN);
        assertThat(backlog.offer(message("x".repeat(19)))).isEqualTo(Verdict.TAKEN);
        assertThat(drain(backlog)).containsExactly("x", "x".repeat(19));
    }

    @Test
    void whatIsDiscardedIsCountedAndNothingComesAfter() {
        Backlog backlog = holding(10, Overflow.DROP_OLDEST);
        backlog.offer(message("1"));
        backlog.offer(message("2"));
        backlog.gap(Gap.of(Gap.Cause.MISSED));
        assertThat(backlog.discard()).isEqualTo(2);
        assertThat(backlog.offer(message("3"))).isEqualTo(Verdict.REFUSED);
        assertThat(drain(backlog)).isEmpty();
        assertThat(backlog.stats()).isEqualTo(new SubscriptionStats(2, 0, 0, 2, 0, 0));
    }

    /** Against a plain list that does the same thing slowly. */
    @ParameterizedTest
    @EnumSource(
            value = Overflow.class,
            names = {"DROP_OLDEST", "DROP_NEWEST"})
    void doesWhatTheRulesSayInAnyOrderOfEvents(Overflow policy) {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            int bound = 1 + random.nextInt(5);
            Backlog backlog = holding(bound, policy);
            Model model = new Model(bound, policy);
            for (int step = 0; step < 60; step++) {
                int kind = random.nextInt(10);
                if (kind < 6) {
                    backlog.offer(message("" + step));
                    model.offer("" + step);
                } else if (kind < 7) {
                    backlog.gap(Gap.of(Gap.Cause.MISSED));
                    model.gap(0);
                } else {
                    Backlog.Taken taken = new Backlog.Taken();
                    boolean something = backlog.take(taken);
                    assertThat(something ? story(taken) : List.of()).isEqualTo(model.take());
                }
            }
        }
    }

    private static List<String> story(Backlog.Taken taken) {
        List<String> story = new ArrayList<>();
        if (taken.gap != null) {
            story.add("gap " + taken.gap.known());
        }
        if (taken.message != null) {
            story.add(taken.message.payload().utf8());
        }
        return story;
    }

    private static final class Model {
        private final int bound;
        private final Overflow policy;
        // A string is a message, a number a gap with so many known.
        private final Deque<Object> items = new ArrayDeque<>();

        Model(int bound, Overflow policy) {
            this.bound = bound;
            this.policy = policy;
        }

        void offer(String text) {
            if (items.stream().filter(String.class::isInstance).count() < bound) {
                items.add(text);
            } else if (policy == Overflow.DROP_NEWEST) {
                gap(1);
            } else {
                int known = 1;
                while (items.peek() instanceof Integer gap) {
                    known += gap;
                    items.poll();
                }
                items.poll();
                while (items.peek() instanceof Integer gap) {
                    known += gap;
                    items.poll();
                }
                items.push(known);
                items.add(text);
            }
        }

        void gap(int known) {
            if (items.peekLast() instanceof Integer last) {
                items.pollLast();
                items.add(last + known);
            } else {
                items.add(known);
            }
        }

        List<String> take() {
            List<String> story = new ArrayList<>();
            if (items.peek() instanceof Integer gap) {
                story.add("gap " + gap);
                items.poll();
            }
            if (!items.isEmpty()) {
                story.add((String) items.poll());
            }
            return story;
        }
    }

    @RepeatedTest(20)
    void concurrentProducersLoseNothingBelowTheBoundAndKeepTheirOrder() throws InterruptedException {
        int each = 2_000;
        Backlog backlog = holding(4 * each, Overflow.DROP_OLDEST);
        CountDownLatch done = new CountDownLatch(4);
        for (int p = 0; p < 4; p++) {
            int producer = p;
            new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            assertThat(backlog.offer(message(producer + ":" + i)))
                                    .isEqualTo(Verdict.TAKEN);
                        }
                        done.countDown();
                    })
                    .start();
        }
        int[] next = new int[4];
        Backlog.Taken taken = new Backlog.Taken();
        for (int count = 0; count < 4 * each; ) {
            if (backlog.take(taken) && taken.message != null) {
                String[] parts = taken.message.payload().utf8().split(":");
                assertThat(Integer.parseInt(parts[1])).isEqualTo(next[Integer.parseInt(parts[0])]++);
                count++;
            }
        }
        done.await();
        assertThat(backlog.isEmpty()).isTrue();
    }

    /** However producers, a consumer and drops race: every message is delivered, dropped and told, or still there. */
    @RepeatedTest(20)
    void nothingIsLostInSilenceUnderOverflow() throws InterruptedException {
        int each = 5_000;
        Backlog backlog = holding(8, Overflow.DROP_OLDEST);
        CountDownLatch done = new CountDownLatch(3);
        for (int p = 0; p < 3; p++) {
            new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            backlog.offer(message("x"));
                        }
                        done.countDown();
                    })
                    .start();
        }
        long delivered = 0;
        long known = 0;
        Backlog.Taken taken = new Backlog.Taken();
        while (done.getCount() > 0 || !backlog.isEmpty()) {
            if (backlog.take(taken)) {
                delivered += taken.message == null ? 0 : 1;
                known += taken.gap == null ? 0 : taken.gap.known();
            }
        }
        assertThat(delivered + known).isEqualTo(3L * each);
        SubscriptionStats stats = backlog.stats();
        assertThat(stats.received()).isEqualTo(3L * each);
        assertThat(stats.delivered()).isEqualTo(delivered);
        assertThat(stats.dropped()).isEqualTo(known);
    }
}
