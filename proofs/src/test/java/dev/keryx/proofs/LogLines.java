package dev.keryx.proofs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the log says while this is open: it goes to the console, to which nothing else writes. */
public final class LogLines implements AutoCloseable {
    private final PrintStream console = System.out;
    private final ByteArrayOutputStream caught = new ByteArrayOutputStream();

    public LogLines() {
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
    }

    /** The lines with this text in them. */
    public List<String> with(String text) {
        return caught.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(text))
                .toList();
    }

    @Override
    public void close() {
        System.setOut(console);
    }
}
