package dev.keryx.testkit;

import dev.keryx.testkit.FaultProxy.Way;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client's connection and the one made for it to the server, with a thread for each direction. */
final class ProxiedConnection {
    private static final int BUFFER_BYTES = 16 << 10;

    private final Socket client;
    private final Socket server = new Socket();
    private final ProxyFaults faults;
    private final Consumer<ProxiedConnection> onClose;
    private final Thread toClient = thread(() -> pass(Way.TO_CLIENT));
    private volatile @Nullable Thread toServer;

    ProxiedConnection(Socket client, ProxyFaults faults, Consumer<ProxiedConnection> onClose) {
        this.client = client;
        this.faults = faults;
        this.onClose = onClose;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "fault-proxy-connection");
        thread.setDaemon(true);
        return thread;
    }

    void begin(InetSocketAddress address) {
        Thread first = thread(() -> connectAndPass(address));
        toServer = first;
        first.start();
    }

    private void connectAndPass(InetSocketAddress address) {
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(address);
        } catch (IOException nobodyThere) {
            close();
            return;
        }
        toClient.start();
        pass(Way.TO_SERVER);
    }

    private void pass(Way way) {
        try {
            Socket from = way == Way.TO_SERVER ? client : server;
            Socket to = way == Way.TO_SERVER ? server : client;
            new Stream(way, from.getInputStream(), to.getOutputStream()).passAll();
        } catch (IOException brokenOff) {
            // An end as any other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!faults.swallows(way, this)) { // else the end does not arrive either
            close();
        }
    }

    /** Ends it so that the client sees no end but an error. */
    void reset() {
        try {
            client.setSoLinger(true, 0);
        } catch (IOException goneAlready) {
            // And needs no reset.
        }
        close();
    }

    void close() {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.close();
            } catch (IOException alreadyBroken) {
                // As closed as can be.
            }
        }
        faults.forget(this);
        onClose.accept(this);
    }

    void join() throws InterruptedException {
        Thread first = toServer;
        if (first != null) {
            first.join(); // the other one is begun there
        }
        toClient.join();
    }

    /** One direction. Of its thread only. */
    private final class Stream {
        private final Way way;
        private final InputStream in;
        private final OutputStream out;
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private ProxyFaults.@Nullable Cut cut;
        private long passed;

        Stream(Way way, InputStream in, OutputStream out) {
            this.way = way;
            this.in = in;
            this.out = out;
        }

        /** Until the one side ends, or the stream is cut. */
        void passAll() throws IOException, InterruptedException {
            boolean uncut = true;
            while (uncut) {
                int count = in.read(buffer, 0, faults.portion(buffer.length));
                if (count < 0) {
                    return;
                }
                faults.holdBack(count);
                if (!faults.swallows(way, ProxiedConnection.this)) {
                    int rest = allowed(count);
                    out.write(buffer, 0, rest);
                    passed += rest;
                    uncut = rest == count && (cut == null || passed < cut.bytes);
                }
            }
        }

        private int allowed(int count) {
            ProxyFaults.@Nullable Cut now = faults.cut(way);
            if (now != cut) {
                cut = now;
                passed = 0;
            }
            return now == null ? count : (int) Math.min(count, now.bytes - passed);
        }
    }
}
