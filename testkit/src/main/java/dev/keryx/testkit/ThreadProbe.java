package dev.keryx.testkit;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which threads of this process were born since the probe was made. The ones that the JDK and JUnit keep for themselves (the
 * common pool, carriers of virtual threads, the watcher of timeouts) do not count.
 */
public final class ThreadProbe {
    private static final Set<String> PREFIXES_OF_OTHERS = Set.of(
            "ForkJoinPool.commonPool-",
            "junit-",
            "process reaper",
            "Attach Listener",
            "VirtualThread-",
            "Common-Cleaner",
            "surefire-");

    /** Those that carry virtual threads, and from JDK 25 on the one that wakes them. */
    private static final Set<String> OF_VIRTUAL_THREADS = Set.of(".CarrierThread", ".DelayScheduler");

    private final Set<Thread> before;

    private ThreadProbe(Set<Thread> before) {
        this.before = before;
    }

    /** {@return a probe that knows the threads living now} */
    public static ThreadProbe now() {
        return new ThreadProbe(living().collect(Collectors.toUnmodifiableSet()));
    }

    /** {@return the names of the living threads that this probe does not know, sorted} */
    public Set<String> born() {
        return living().filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Asserts that no thread was born, without waiting.
     *
     * @param when completes the sentence "threads started …"
     */
    public void assertNoneBorn(String when) {
        Set<String> born = born();
        if (!born.isEmpty()) {
            throw new AssertionError("threads started " + when + ": " + born);
        }
    }

    /**
     * Waits until all threads born since have ended.
     *
     * @param when completes the sentence "no thread was left …"
     */
    public void awaitNoneLeft(String when) {
        Eventually.that("no thread was left " + when, () -> born().isEmpty(), this::born);
    }

    private static Stream<Thread> living() {
        return Thread.getAllStackTraces().keySet().stream().filter(ThreadProbe::counts);
    }

    private static boolean counts(Thread thread) {
        return PREFIXES_OF_OTHERS.stream().noneMatch(thread.getName()::startsWith)
                && OF_VIRTUAL_THREADS.stream().noneMatch(thread.getClass().getName()::endsWith);
    }
}
