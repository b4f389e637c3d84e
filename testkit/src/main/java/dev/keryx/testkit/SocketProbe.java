package dev.keryx.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which sockets, selectors and event descriptors this process has opened since the probe was made. Reads {@code /proc}, so it
 * sees them on Linux only; elsewhere there are none, and the {@link ThreadProbe} speaks alone.
 */
public final class SocketProbe {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Set<String> before;

    private SocketProbe(Set<String> before) {
        this.before = before;
    }

    /** {@return a probe that knows the sockets open now} */
    public static SocketProbe now() {
        letTheMachineHaveItsOwn();
        return new SocketProbe(open());
    }

    /** {@return what is open and unknown to this probe, as the kernel names it} */
    public Set<String> opened() {
        Set<String> opened = new TreeSet<>(open());
        opened.removeAll(before);
        return opened;
    }

    /**
     * Asserts that no socket was opened, without waiting.
     *
     * @param when completes the sentence "sockets opened …"
     */
    public void assertNoneOpened(String when) {
        Set<String> opened = opened();
        if (!opened.isEmpty()) {
            throw new AssertionError("sockets opened " + when + ": " + opened);
        }
    }

    /**
     * Waits until all sockets opened since are closed.
     *
     * @param when completes the sentence "no socket was left …"
     */
    public void awaitNoneLeft(String when) {
        Eventually.that("no socket was left " + when, () -> opened().isEmpty(), this::opened);
    }

    /**
     * With the first channel of a file, or of a socket on newer JDKs, or the first close of a socket in use, Java opens one and
     * keeps it for ever.
     */
    private static void letTheMachineHaveItsOwn() {
        if (Files.isDirectory(DESCRIPTORS)) {
            try {
                FileChannel.open(DESCRIPTORS.resolveSibling("stat")).close();
                SocketChannel.open().close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot open and close a file and a socket", e);
            }
        }
    }

    private static Set<String> open() {
        Set<String> open = new HashSet<>();
        if (Files.isDirectory(DESCRIPTORS)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
                all.forEach(descriptor -> addIfSocket(descriptor, open));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot list " + DESCRIPTORS, e);
            }
        }
        return open;
    }

    /** The kernel gives selectors no number of their own, so the descriptor's stands beside what it leads to. */
    private static void addIfSocket(Path descriptor, Set<String> open) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            if (target.startsWith("socket:") || target.startsWith("anon_inode:[event")) {
                open.add(target + " as " + descriptor.getFileName());
            }
        } catch (IOException closedMeanwhile) {
            // Not open any more: nothing to report.
        }
    }
}
