package dev.keryx.testkit.gateway;

import dev.keryx.testkit.Eventually;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A client that says and hears texts as they are, for what the protocol does not allow. Answers no heartbeat by itself. */
final class RawClient implements TextPipe.Events {
    private final KeryxJsonText frames;
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final TextPipe pipe;

    RawClient(KeryxJsonText frames, Function<TextPipe.Events, TextPipe> open) {
        this.frames = frames;
        this.pipe = open.apply(this);
    }

    @Override
    public void text(String text) {
        heard.add(text);
        texts.add(text);
    }

    @Override
    public void closed(int code) {
        closed.set(code);
    }

    /** Is let into {@code /}. */
    void enter() {
        say("[\"hello\",{\"ns\":\"/\"}]");
        expectContaining("\"welcome\"");
    }

    void say(String text) {
        pipe.text(text);
    }

    void say(byte[] bytes) {
        pipe.binary(bytes);
    }

    /** The next text. */
    String expect() {
        Eventually.that("a client heard something", () -> !texts.isEmpty() || closed.get() != 0, this::toString);
        String text = texts.poll();
        if (text == null) {
            throw new AssertionError("the wire ended with " + closed + " where a frame was expected; heard " + heard);
        }
        return text;
    }

    /** The next text, as an array's elements. */
    List<@Nullable Object> expectArray() {
        return frames.array(expect());
    }

    void expectContaining(String part) {
        String text = expect();
        while (!text.contains(part)) {
            text = expect();
        }
    }

    /** The code with which the wire ended. */
    int expectClosed() {
        Eventually.that("the wire ended", () -> closed.get() != 0, this::toString);
        return closed.get();
    }

    List<String> heard() {
        return heard;
    }

    void close() {
        pipe.close();
    }

    @Override
    public String toString() {
        return "closed " + closed + ", heard " + heard;
    }
}
