package dev.keryx.testkit.bus;

import dev.keryx.Gap;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.Topic;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.SocketProbe;
import dev.keryx.testkit.ThreadProbe;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of every message through a fault: what each feed published and what came of it, what each subscription heard
 * and where it heard of a gap, how soon the buses noticed and were back, and what was left of them. One test is one audit, in
 * this order: begin, watch started buses, follow, feed; {@link #inject}; {@link #lift}; {@link #awaitRecovered}; {@link #end}.
 *
 * <p>A message may be lost where a gap says so; it may never be lost in silence, come twice or come too late. The
 * {@linkplain Account account} tells which of that happened; whether it may, is for the test to say. Of the test's own thread,
 * except where it says otherwise.
 */
public final class BusAudit implements AutoCloseable {
    private static final long SOON_NANOS = Duration.ofMillis(500).toNanos();

    private final ThreadProbe threads = ThreadProbe.now();
    private final SocketProbe sockets = SocketProbe.now();
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final List<StateLog> buses = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<Feed> feeds = new ArrayList<>();
    private final List<Duration> noticed = new ArrayList<>();
    private long injectedAt;
    private long liftedAt;
    // For each feed, from which number on it is to be heard.
    private int[] afterwards = {};
    private int[] marks = {};
    private long markedAt;
    private @Nullable Duration recovered;

    private BusAudit() {
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** {@return an audit that counts what is opened and begun from now on as a leak, if it is left in the end} */
    public static BusAudit begin() {
        return new BusAudit();
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    /**
     * Closes it at the end, before what was given earlier and before leaks are looked for.
     *
     * @param resource such as a bus or a proxy
     * @param <C> its type
     * @return the same
     */
    public <C extends AutoCloseable> C own(C resource) {
        owned.push(resource);
        return resource;
    }

    /**
     * Starts the bus, owns it, and notes when its state changes.
     *
     * @param bus not started
     * @return the same
     */
    public MessageBus watch(MessageBus bus) {
        own(bus);
        buses.add(new StateLog(bus));
        Eventually.done("start", bus.startAsync());
        return bus;
    }

    /**
     * Subscribes; what was published before the broker has confirmed it is not owed.
     *
     * @param bus whose
     * @param filter to what
     * @return the subscription, which may be closed and then owes nothing more
     */
    public Subscription follow(MessageBus bus, String filter) {
        Line line = new Line(bus, filter);
        lines.add(line);
        return line.subscription();
    }

    /**
     * Begins a row of numbers.
     *
     * @param bus publishes them
     * @param topic where; one feed a topic
     * @return a feed that publishes what it is told to
     */
    public Feed feed(MessageBus bus, String topic) {
        Feed feed = new Feed(bus, Topic.of(topic));
        feeds.add(feed);
        return feed;
    }

    /** Waits until the broker has confirmed every subscription. */
    public void awaitReady() {
        lines.forEach(line -> Eventually.done("ready", line.subscription().ready()));
    }

    /** Waits until every subscription has heard the latest number of each feed that it follows; nothing may be lost now. */
    public void awaitHeard() {
        int[] last = feeds.stream().mapToInt(feed -> feed.count() - 1).toArray();
        Eventually.that("everybody heard the last", () -> haveHeard(last), lines::toString);
    }

    /** Waits until every subscription is ready and has heard something of each feed that it follows from now on. */
    public void awaitFlowing() {
        awaitReady();
        int[] now = counts();
        Eventually.that("everybody heard something", () -> haveHeard(now), lines::toString);
    }

    private int[] counts() {
        return feeds.stream().mapToInt(Feed::count).toArray();
    }

    private boolean haveHeard(int[] from) {
        return forEachFollowed((line, feed) -> line.latest(feeds.get(feed)) >= from[feed] ? 1 : 0)
                .allMatch(heard -> heard == 1);
    }

    /** Something about each subscription that has not ended, and each feed that it follows. */
    private LongStream forEachFollowed(Followed asked) {
        LongStream.Builder all = LongStream.builder();
        for (Line line : lines) {
            for (int feed = 0; feed < feeds.size(); feed++) {
                if (line.follows(feeds.get(feed)) && !line.hasEnded()) {
                    all.add(asked.of(line, feed));
                }
            }
        }
        return all.build();
    }

    private interface Followed {
        long of(Line line, int feed);
    }

    /**
     * Lets the fault happen; the time until it is noticed begins before. One more may follow when the buses are back.
     *
     * @param fault does it
     */
    public void inject(Runnable fault) {
        noteNoticed();
        injectedAt = Feed.CLOCK.nanos();
        fault.run();
    }

    /** Of the fault before; nothing where there was none, or it changed nothing for anybody. */
    private void noteNoticed() {
        if (injectedAt != 0) {
            buses.stream()
                    .flatMapToLong(bus -> detectedAt(bus).stream())
                    .max()
                    .ifPresent(nanos -> noticed.add(Duration.ofNanos(nanos)));
        }
    }

    /**
     * Waits until every bus has noticed: its state is RUNNING no more, or a subscription of it is suspended or has heard a
     * gap.
     */
    public void awaitDetected() {
        Eventually.that("every bus noticed", this::isDetected, () -> buses);
    }

    private boolean isDetected() {
        lines.forEach(Line::look);
        return buses.stream().allMatch(bus -> detectedAt(bus).isPresent());
    }

    private OptionalLong detectedAt(StateLog bus) {
        LongStream state = bus.firstLeftSince(injectedAt).stream();
        LongStream gaps = lines.stream()
                .filter(line -> line.bus() == bus.bus())
                .flatMapToLong(line -> line.noticedSince(injectedAt).stream());
        return LongStream.concat(state, gaps).map(at -> at - injectedAt).min();
    }

    /**
     * Ends the fault; the time until all is well again begins when that is done.
     *
     * @param cure does it
     */
    public void lift(Runnable cure) {
        cure.run();
        afterwards = counts();
        liftedAt = Feed.CLOCK.nanos();
    }

    /** Waits until every bus runs and every subscription has heard something that was published since the fault's end. */
    public void awaitRecovered() {
        // In this order: a bus may still call itself running while it is about to see what befell it.
        Eventually.that("everybody heard again", () -> haveHeard(afterwards), lines::toString);
        Eventually.that("every bus ran", () -> buses.stream().allMatch(StateLog::isRunning), () -> buses);
        long running = buses.stream()
                .mapToLong(bus -> bus.lastRunning() - liftedAt)
                .max()
                .orElse(0);
        long heard = forEachFollowed((line, feed) -> line.firstFrom(feeds.get(feed), afterwards[feed]) - liftedAt)
                .max()
                .orElse(0);
        recovered = Duration.ofNanos(Math.max(0, Math.max(running, heard)));
    }

    /**
     * Stops the feeds, waits until all outcomes are known and everything has arrived that can, closes what is owned, and
     * adds up.
     *
     * @return the figures
     */
    public Account end() {
        feeds.forEach(Feed::stop);
        feeds.forEach(Feed::awaitOutcomes);
        settle();
        long peak =
                heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        noteNoticed();
        Reckoning reckoning = new Reckoning();
        feeds.forEach(feed -> reckoning.add(feed, lines));
        close();
        return reckoning.account(List.copyOf(noticed), recovered, gaps(), leaks(), peak);
    }

    private List<List<Gap>> gaps() {
        return injectedAt == 0
                ? List.of()
                : lines.stream().map(line -> line.gapsSince(injectedAt)).toList();
    }

    /** Behind a number that is heard, nothing that was published before can come any more. */
    private void settle() {
        Eventually.that("everybody heard the last", this::isSettled, lines::toString);
    }

    /** A mark that is not heard may be what a wrong bus loses; then another is tried. */
    private boolean isSettled() {
        if (marks.length == 0 || Feed.CLOCK.nanos() - markedAt > SOON_NANOS) {
            marks = feeds.stream().mapToInt(Feed::mark).toArray();
            markedAt = Feed.CLOCK.nanos();
        }
        return haveHeard(marks);
    }

    private Set<String> leaks() {
        Set<String> left = new TreeSet<>();
        try {
            threads.awaitNoneLeft("after the audit");
            sockets.awaitNoneLeft("after the audit");
        } catch (AssertionError leak) {
            left.addAll(threads.born());
            left.addAll(sockets.opened());
        }
        return left;
    }

    /** Closes what is owned; {@link #end} has done so already, unless the test failed before. */
    @Override
    public void close() {
        feeds.forEach(Feed::stop);
        while (!owned.isEmpty()) {
            try {
                owned.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("what the audit owns could not be closed", e);
            }
        }
    }
}
