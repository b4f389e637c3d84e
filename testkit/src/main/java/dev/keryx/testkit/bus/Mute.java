package dev.keryx.testkit.bus;

import dev.keryx.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** A server that never says a word. The kernel lets callers in whether they are expected or not. */
final class Mute implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private @Nullable Socket caller;

    Mute() throws IOException {
        door.setSoTimeout((int) Eventually.limit().toMillis());
    }

    InetSocketAddress address() {
        return (InetSocketAddress) door.getLocalSocketAddress();
    }

    /** Waits until somebody has called. */
    void expectCaller() throws IOException {
        caller = door.accept();
    }

    /** Waits until the latest caller has hung up. */
    void expectGone() throws IOException {
        try (Socket expected = caller) {
            if (expected != null) {
                expected.setSoTimeout((int) Eventually.limit().toMillis());
                InputStream words = expected.getInputStream();
                while (words.read() >= 0) {
                    // Whatever is asked, there is no answer.
                }
            }
        } catch (SocketException reset) {
            // Gone as well.
        }
        caller = null;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
