package dev.keryx.adapter.websocket.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.link.Chunk;
import dev.keryx.gateway.link.Framing;
import dev.keryx.gateway.link.Link;
import dev.keryx.gateway.link.LinkEvents;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a test door's engine sees of one link: writes down what it hears, and checks that it hears it as promised. */
class TestLink implements LinkEvents {
    static final int PATIENCE_SECONDS = 20;

    final Link link;
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final BlockingQueue<String> faults = new LinkedBlockingQueue<>();
    private boolean ended;

    TestLink(Link link) {
        this.link = link;
    }

    @Override
    public void text(byte[] message) {
        note("text " + new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public void binary(byte[] message) {
        note("binary " + message.length);
    }

    @Override
    public void readBurstEnds() {
        check();
    }

    @Override
    public void writable() {
        note("writable");
    }

    /** There is nothing to answer. */
    @Override
    public void ending(CloseReason reason) {
        check();
        link.close(reason);
    }

    @Override
    public void closed(CloseReason reason) {
        note("closed " + reason.code() + " " + reason.text());
        ended = true;
    }

    private void note(String event) {
        check();
        heard.add(event);
    }

    private void check() {
        if (ended) {
            faults.add("called after closed");
        }
        if (!link.lane().inLane()) {
            faults.add("called outside of its lane");
        }
    }

    /** The next thing heard. */
    String next() throws InterruptedException {
        String event = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(event).as("something heard").isNotNull();
        return event;
    }

    /** Sends a message on the lane; what the link answered. */
    boolean send(byte[] message, boolean binary) throws Exception {
        return onLane(() -> sendNow(message, binary));
    }

    /** On the lane only. */
    boolean sendNow(byte[] message, boolean binary) {
        byte[] frame = Framing.WEBSOCKET.frame(message, binary);
        Chunk chunk = link.lane().chunk(frame.length);
        try {
            chunk.put(frame, 0, frame.length);
            return link.send(chunk);
        } finally {
            chunk.release();
        }
    }

    <T> T onLane(java.util.concurrent.Callable<T> task)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<T> result = new CompletableFuture<>();
        link.lane().execute(() -> {
            try {
                result.complete(task.call());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void close(CloseReason reason) throws Exception {
        onLane(() -> {
            link.close(reason);
            return null;
        });
    }
}
