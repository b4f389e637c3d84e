package dev.keryx.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A network that fails on demand: listens on a port of its own on the loopback address, passes TCP on to a server, and does
 * to it what it is told. A client connects to {@link #port()} instead of the server's and meets, in this process, what
 * otherwise only a bad day brings.
 *
 * <p>Faults last until {@link #resume()} and add up; each takes effect at once, for connections present and to come. All
 * methods may be called from any thread, and none but {@link #flap} and {@link #close} waits. Nothing is left after the close:
 * no thread (there are two for each connection), no socket.
 */
public final class FaultProxy implements AutoCloseable {
    /** Which of the two streams of a connection. */
    public enum Way {
        /** What the client sends. */
        TO_SERVER,
        /** What the server sends. */
        TO_CLIENT
    }

    private final InetSocketAddress server;
    private final ServerSocket door;
    private final ProxyFaults faults = new ProxyFaults();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong attempts = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread accepting;

    private FaultProxy(InetSocketAddress server, ServerSocket door) {
        this.server = server;
        this.door = door;
        this.accepting = new Thread(this::accept, "fault-proxy");
        accepting.setDaemon(true);
    }

    /**
     * Begins to listen; everything passes.
     *
     * @param server where to; connected to anew for each client, so it may come and go
     * @return a proxy that accepts already
     * @throws UncheckedIOException where this machine has no port left
     */
    public static FaultProxy to(InetSocketAddress server) {
        try {
            FaultProxy proxy = new FaultProxy(server, new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
            proxy.accepting.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("a proxy to " + server + " cannot listen", e);
        }
    }

    /** {@return where clients connect to, on the loopback address} */
    public int port() {
        return door.getLocalPort();
    }

    /** {@return how many connections clients have asked for so far, refused ones too} */
    public long attempts() {
        return attempts.get();
    }

    /** {@return how many connections are open now} */
    public int connections() {
        return connections.size();
    }

    /**
     * Takes what is sent and brings it nowhere, not even the end of a connection: to the one who sends, the other is silent,
     * and the kernel of neither notices. One way makes a question without an answer, or an answer without a question; both
     * make a half-open connection.
     *
     * @param ways which streams; none means both
     */
    public void swallow(Way... ways) {
        faults.swallow(ways.length == 0 ? Way.values() : ways);
    }

    /**
     * Lets each connection end when that many more bytes have passed over it, in the middle of whatever that is; both sides
     * see the end.
     *
     * @param way in which stream they are counted, for each connection by itself
     * @param bytes how many still arrive; with 0 the next byte does not
     */
    public void cutAfter(Way way, long bytes) {
        faults.cutAfter(way, bytes);
    }

    /** Ends every connection there is; new ones are made as ever. */
    public void drop() {
        connections.forEach(ProxiedConnection::close);
    }

    /**
     * Keeps back everything that is read, in both directions.
     *
     * @param by how long, at least; up to twice as long where more comes meanwhile
     */
    public void delay(Duration by) {
        faults.delay(by);
    }

    /**
     * Passes no more than that in each direction of each connection.
     *
     * @param bytesPerSecond at least 1
     */
    public void trickle(int bytesPerSecond) {
        faults.trickle(bytesPerSecond);
    }

    /** Resets every new connection as soon as it is made; those present stay. */
    public void refuse() {
        faults.refuse();
    }

    /**
     * Goes down and comes up again, over and over: down is {@link #refuse} and {@link #drop}, up is {@link #resume}. Returns
     * when it is over and the proxy up, or has been closed.
     *
     * @param times how often it goes down
     * @param up how long it then stays up
     * @param down how long it stays down
     */
    public void flap(int times, Duration up, Duration down) {
        for (int i = 0; i < times; i++) {
            refuse();
            drop();
            pause(down);
            resume();
            pause(up);
        }
    }

    private void pause(Duration time) {
        try {
            boolean unused = closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Passes everything again. Connections from which something was swallowed end, as nothing on them fits any more. */
    public void resume() {
        faults.resume().forEach(ProxiedConnection::close);
    }

    private void accept() {
        try {
            while (true) {
                accepted(door.accept());
            }
        } catch (IOException end) {
            // Closed.
        }
    }

    private void accepted(Socket client) {
        attempts.incrementAndGet();
        ProxiedConnection connection = new ProxiedConnection(client, faults, connections::remove);
        if (faults.refuses()) {
            connection.reset();
        } else {
            connections.add(connection);
            connection.begin(server);
        }
    }

    /** Ends every connection and waits until the last thread has ended; idempotent. */
    @Override
    public void close() {
        closed.countDown();
        resume();
        try {
            door.close();
            accepting.join();
            for (ProxiedConnection connection : connections) {
                connection.close();
                connection.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
