package dev.keryx.adapter.redis;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.bus.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The rows of the fault table, in the order of the page, and what each promises beyond that nothing is wrong. */
enum FaultRow {
    CRASH_1("Crash, back after 1 s", "`kill -9` three times, at last restarted after 1 s", Limit.TENTH, Limit.TWO),
    CRASH_10("Crash, back after 10 s", "`kill -9` three times, at last restarted after 10 s", Limit.TENTH, Limit.TWO),
    CRASH_LENT(
            "Crash, lent client",
            "`kill -9`, restarted, three times; buses over clients with Lettuce's default options",
            Limit.TENTH,
            Limit.TWO),
    CRASHES_UNDER_LOAD(
            "Crashes under load", "three times `kill -9` behind a burst of 5,000 publishes", Limit.TENTH, Limit.TWO),
    CRASH_10K("Crash with 10,000 filters", "`kill -9`, restarted", Limit.HALF, Limit.TWO),
    CRASH_100K("Crash with 100,000 filters", "`kill -9`, restarted", Limit.HALF, null),
    HANG("Hang", "`SIGSTOP`, `SIGCONT` when noticed", Limit.SIX, Limit.SIX),
    HALF_OPEN_IDLE("Half-open, idle", "a proxy swallows both ways, nothing is published", Limit.SIX, Limit.SIX),
    HALF_OPEN_BUSY("Half-open, busy", "a proxy swallows both ways, publishes in flight", Limit.SIX, Limit.SIX),
    REPLY_LOST("Reply lost", "a proxy passes publishes on, swallows the answers, cuts"),
    REPLY_LOST_LENT("Reply lost, lent client", "the same to a publisher over a client with Lettuce's default options"),
    CUT("Cut after k bytes", "a proxy cuts each stream after k bytes, for many k"),
    DELAY("Delay", "a proxy keeps everything back 0.4 s to 0.8 s, each way, for 6 s", null, Limit.TWO),
    TRICKLE("Trickle", "a proxy passes 400 bytes/s, each way, for 6 s", null, Limit.TWO),
    ONE_BYTE("One byte a second", "a proxy passes 1 byte/s, too little for a heartbeat", Limit.SIX, Limit.SIX),
    FLAPPING("Flapping", "a proxy up 0.2 s, down 0.2 s, 50 times"),
    SECOND_DROP("Second drop during resubscribe", "a proxy cuts within the answers to 2,000 filters, several times"),
    PUBLISH_WHILE_DOWN(
            "Publish while down", "`kill -9` three times, at last 200,000 publishes", Limit.TENTH, Limit.TWO),
    HANG_IN_FLIGHT("Hang with publishes in flight", "`SIGSTOP`, then 100,000 publishes", Limit.SIX, Limit.SIX),
    STOP_WHILE_OPENING("Stop while connecting", "`SIGSTOP`, buses started and closed", null, null),
    ACL_CHANNEL("One of 1,000 channels denied", "`ACL SETUSER` without that channel, later with it"),
    OUTPUT_BUFFER(
            "Output buffer full",
            "much to a subscriber who reads nothing, until Redis cuts it at 1 MB",
            Limit.SIX,
            Limit.SIX),
    CLIENT_KILL("CLIENT KILL", "`CLIENT KILL TYPE pubsub`, three times", Limit.TENTH, Limit.TWO),
    CLIENT_PAUSE("CLIENT PAUSE", "`CLIENT PAUSE 8000 ALL`", Limit.SIX, Limit.SIX),
    CHANGES_WHILE_DOWN(
            "Subscribe and unsubscribe while down",
            "`kill -9` three times, at last 500 filters come and 500 go, restarted",
            Limit.TENTH,
            Limit.TWO),
    PASSWORD("Password rotated", "`ACL SETUSER` with another password, `CLIENT KILL`, later the old one"),
    USER_OFF("User off", "`ACL SETUSER off`, `CLIENT KILL`, later on"),
    CLUSTER_KILL("Cluster, master killed", "`kill -9` of the master that serves the channel", Limit.SIX, Limit.SIX),
    CLUSTER_HANG("Cluster, master hung", "`SIGSTOP` of the master that serves the channel", Limit.SIX, Limit.SIX),
    CLUSTER_MOVE(
            "Cluster, slot moved",
            "`CLUSTER SETSLOT` of the channel's slot, while messages flow",
            Limit.SIX,
            Limit.SIX),
    SENTINEL_KILL("Sentinel, master killed", "`kill -9` of the master", Limit.SIX, Limit.SIX),
    SENTINEL_DEMOTED("Sentinel, master demoted", "`SENTINEL FAILOVER`, the old master stays up", Limit.SIX, Limit.SIX),
    SENTINEL_KILL_LENT(
            "Sentinel, master killed, lent client",
            "`kill -9` of the master; a bus over a client with Lettuce's default options, one by the address",
            Limit.SIX,
            Limit.SIX),
    SENTINEL_DEMOTED_LENT(
            "Sentinel, master demoted, lent client",
            "`SENTINEL FAILOVER`, the old master stays master; the same buses",
            Limit.SIX,
            Limit.SIX),
    CYCLES("100,000 subscriptions come and go", "subscribed, confirmed and closed, a thousand at a time", null, null);

    /** How long may pass, where somebody promises it. */
    private static final class Limit {
        private static final Duration TENTH = Duration.ofMillis(100);
        private static final Duration HALF = Duration.ofMillis(500);
        private static final Duration TWO = Duration.ofSeconds(2);
        private static final Duration SIX = Duration.ofSeconds(6);
    }

    /** What a busy machine may stall for: no single fault, of several, is held to less. */
    private static final Duration STALL = Limit.HALF;

    /** Whether nothing else runs beside, so that times mean something. */
    private static final boolean TIMED = Boolean.getBoolean("keryx.faults");

    private static final String VERSION = "redis_version:";

    private static final Path FOLDER = Path.of(System.getProperty("keryx.faults.figures", "target/faults"));

    private final String fault;
    private final String injected;
    private final @Nullable Duration detectWithin;
    private final @Nullable Duration recoverWithin;

    FaultRow(String fault, String injected) {
        this(fault, injected, Limit.SIX, Limit.TWO);
    }

    /** No limit to detect: it must not be noticed, as it is no loss; none to recover: it is reported only. */
    FaultRow(String fault, String injected, @Nullable Duration detectWithin, @Nullable Duration recoverWithin) {
        this.fault = fault;
        this.injected = injected;
        this.detectWithin = detectWithin;
        this.recoverWithin = recoverWithin;
    }

    /** Leaves the figures for the page, then fails if they are not what is promised. */
    void report(Account account, RedisServer redis) {
        write(account, version(redis));
        account.assertNothingWrong();
        if (detectWithin == null) {
            assertThat(account.detected()).as("%s was noticed", fault).isNull();
        } else {
            assertThat(account.detected()).as("%s was not noticed", fault).isNotNull();
        }
        if (detectWithin != null) {
            hold("time to detect, as a rule", account.detected(), detectWithin);
            Duration slowest = Collections.max(account.noticed());
            hold("time to detect, each", slowest, Collections.max(List.of(detectWithin, STALL)));
        }
        if (recoverWithin != null) {
            hold("time to recover", account.recovered(), recoverWithin);
        }
    }

    /** Fails if it took as long as that, where times mean something. */
    void hold(String what, @Nullable Duration taken, Duration limit) {
        if (TIMED) {
            assertThat(taken).as("%s: %s", fault, what).isLessThan(limit);
        }
    }

    private static String version(RedisServer redis) {
        return String.valueOf(redis.ask("INFO", "server"))
                .lines()
                .filter(line -> line.startsWith(VERSION))
                .map(line -> line.substring(VERSION.length()).strip())
                .findAny()
                .orElseThrow();
    }

    private void write(Account account, String version) {
        Properties figures = new Properties();
        figures.setProperty("order", Integer.toString(ordinal()));
        figures.setProperty("fault", fault);
        figures.setProperty("injected", injected);
        figures.setProperty("redis", version);
        figures.setProperty("accepted", Long.toString(account.accepted()));
        figures.setProperty("lostSignalled", Long.toString(account.lostSignalled()));
        figures.setProperty("lostSilent", Long.toString(account.lostSilent()));
        figures.setProperty("duplicates", Long.toString(account.duplicates()));
        figures.setProperty("reordered", Long.toString(account.reordered()));
        figures.setProperty("unknown", account.unknown() + " (" + account.unknownDelivered() + ")");
        figures.setProperty("detected", seconds(account.detected()));
        figures.setProperty("recovered", seconds(account.recovered()));
        figures.setProperty("leaked", Integer.toString(account.leaked().size()));
        figures.setProperty("heap", (account.peakHeapBytes() >> 20) + " MB");
        try (Writer writer =
                Files.newBufferedWriter(Files.createDirectories(FOLDER).resolve(name()))) {
            figures.store(writer, null);
            // One line for each run beside it: where rows are repeated, the page has the last.
            Files.writeString(FOLDER.resolveSibling("faults.log"), fault + ": " + account + "\n", CREATE, APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String seconds(@Nullable Duration time) {
        return time == null ? "–" : String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1_000.0);
    }
}
