package dev.keryx.testkit.bus;

import dev.keryx.Gap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of every message of an audit. Where several subscriptions follow a topic, what they got and lost is added up.
 *
 * @param published all numbers of all feeds
 * @param accepted those that the broker took
 * @param unknown those whose outcome nobody knows
 * @param delivered messages heard, each once
 * @param unknownDelivered those of unknown outcome that somebody heard
 * @param refusedDelivered those that somebody heard although they were said to be certainly not sent: a lie
 * @param lostSignalled accepted, not heard, and a gap was heard at their place: after the last message before them and
 *     before the first one behind them
 * @param lostSilent accepted, not heard, and no gap there
 * @param duplicates messages heard again
 * @param reordered messages heard behind one that was published later
 * @param noticed for each fault that was noticed, in their order: from the fault until the last of the buses concerned knew:
 *     left RUNNING, or its subscription heard a gap
 * @param recovered from the fault's end until all buses were running and every subscription had heard something published
 *     since; null where nobody waited for it
 * @param gaps for each subscription, in the order in which they were followed: the gaps that it heard since the fault, each
 *     with its causes; empty where there was no fault
 * @param slowestAnswer the longest that a publish waited for its outcome
 * @param leaked threads and sockets left when all buses were closed
 * @param peakHeapBytes the most that the heap held, garbage included
 */
public record Account(
        long published,
        long accepted,
        long unknown,
        long delivered,
        long unknownDelivered,
        long refusedDelivered,
        long lostSignalled,
        long lostSilent,
        long duplicates,
        long reordered,
        List<Duration> noticed,
        @Nullable Duration recovered,
        List<List<Gap>> gaps,
        Duration slowestAnswer,
        Set<String> leaked,
        long peakHeapBytes) {

    /**
     * How soon the buses noticed as a rule: of several faults the median, so that a machine that stalls during one of them is
     * not taken for the bus.
     *
     * @return null where nothing was noticed
     */
    public @Nullable Duration detected() {
        return noticed.isEmpty() ? null : noticed.stream().sorted().toList().get(noticed.size() / 2);
    }

    /**
     * What a bus must never do, in words; none for one that is right.
     *
     * @return such as {@code "3 lost in silence"}
     */
    public List<String> wrongs() {
        List<String> wrongs = new ArrayList<>();
        add(wrongs, lostSilent, "lost in silence");
        add(wrongs, duplicates, "delivered twice");
        add(wrongs, reordered, "out of order");
        add(wrongs, refusedDelivered, "delivered though refused");
        add(wrongs, leaked.size(), "left behind: " + leaked);
        return wrongs;
    }

    private static void add(List<String> wrongs, long count, String what) {
        if (count > 0) {
            wrongs.add(count + " " + what);
        }
    }

    /**
     * Fails unless there is nothing wrong.
     *
     * @throws AssertionError naming each wrong, and all figures
     */
    public void assertNothingWrong() {
        if (!wrongs().isEmpty()) {
            throw new AssertionError(String.join(", ", wrongs()) + "; " + this);
        }
    }
}
