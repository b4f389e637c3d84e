package dev.keryx.testkit.bus;

import dev.keryx.Gap;
import dev.keryx.testkit.bus.Feed.Sent.Outcome;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds up what feeds published and lines heard. */
final class Reckoning {
    private long published;
    private long accepted;
    private long unknown;
    private long slowestNanos;
    private long delivered;
    private long unknownDelivered;
    private long refusedDelivered;
    private long lostSignalled;
    private long lostSilent;
    private long duplicates;
    private long reordered;

    void add(Feed feed, List<Line> lines) {
        List<Feed.Sent> sent = feed.sent();
        published += sent.size();
        for (Feed.Sent one : sent) {
            accepted += one.outcome == Outcome.ACCEPTED ? 1 : 0;
            unknown += one.outcome == Outcome.UNKNOWN ? 1 : 0;
            slowestNanos = Math.max(slowestNanos, one.settledAt - one.at);
        }
        BitSet heard = new BitSet(sent.size());
        for (Line line : lines) {
            if (line.follows(feed)) {
                heard.or(compare(feed, sent, line));
            }
        }
        unknownDelivered += heard.stream()
                .filter(number -> sent.get(number).outcome == Outcome.UNKNOWN)
                .count();
        refusedDelivered += heard.stream()
                .filter(number -> sent.get(number).outcome == Outcome.REFUSED)
                .count();
    }

    /** Gives what this one heard. */
    private BitSet compare(Feed feed, List<Feed.Sent> sent, Line line) {
        BitSet heard = new BitSet(sent.size());
        BitSet covered = covered(feed, line, heard, sent.size());
        for (int number = 0; number < sent.size(); number++) {
            Feed.Sent one = sent.get(number);
            if (heard.get(number)) {
                delivered++;
            } else if (one.outcome == Outcome.ACCEPTED && line.owes(one) && !line.hasEnded()) {
                lostSignalled += covered.get(number) ? 1 : 0;
                lostSilent += covered.get(number) ? 0 : 1;
            }
        }
        return heard;
    }

    /** Which numbers lie in a hole with a gap at it; marks those heard, and counts what came twice or too late. */
    private BitSet covered(Feed feed, Line line, BitSet heard, int end) {
        BitSet covered = new BitSet(end);
        int before = -1;
        int greatest = -1;
        boolean gap = false;
        for (Line.Entry entry : line.entries()) {
            int number = entry.number();
            if (entry.isGap()) {
                gap = true;
            } else if (entry.isFrom(feed)) {
                duplicates += heard.get(number) ? 1 : 0;
                reordered += !heard.get(number) && number < greatest ? 1 : 0;
                if (gap && number > before) {
                    covered.set(before + 1, number);
                }
                heard.set(number);
                before = number;
                greatest = Math.max(greatest, number);
                gap = false;
            }
        }
        if (gap) {
            covered.set(before + 1, Math.max(before + 1, end));
        }
        return covered;
    }

    Account account(
            List<Duration> noticed,
            @Nullable Duration recovered,
            List<List<Gap>> gaps,
            Set<String> leaked,
            long peakHeapBytes) {
        return new Account(
                published,
                accepted,
                unknown,
                delivered,
                unknownDelivered,
                refusedDelivered,
                lostSignalled,
                lostSilent,
                duplicates,
                reordered,
                noticed,
                recovered,
                gaps,
                Duration.ofNanos(slowestNanos),
                leaked,
                peakHeapBytes);
    }
}
