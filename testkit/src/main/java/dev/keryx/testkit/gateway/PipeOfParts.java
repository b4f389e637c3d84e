package dev.keryx.testkit.gateway;

import java.util.function.Consumer;

/** A pipe each of whose abilities is somebody else's method. */
record PipeOfParts(
        Consumer<String> sender,
        Consumer<byte[]> binarySender,
        Runnable staller,
        Runnable resumer,
        Runnable closer,
        Runnable dropper)
        implements TextPipe {
    @Override
    public void text(String text) {
        sender.accept(text);
    }

    @Override
    public void binary(byte[] bytes) {
        binarySender.accept(bytes);
    }

    @Override
    public void stall() {
        staller.run();
    }

    @Override
    public void resume() {
        resumer.run();
    }

    @Override
    public void close() {
        closer.run();
    }

    @Override
    public void drop() {
        dropper.run();
    }
}
