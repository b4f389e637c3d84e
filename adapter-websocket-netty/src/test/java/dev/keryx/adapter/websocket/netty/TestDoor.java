package dev.keryx.adapter.websocket.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Registration;
import dev.keryx.gateway.SocketHandler;
import dev.keryx.gateway.WebRequest;
import dev.keryx.gateway.link.Admission;
import dev.keryx.gateway.link.Door;
import dev.keryx.gateway.link.Encoded;
import dev.keryx.gateway.link.Framing;
import dev.keryx.gateway.link.Link;
import dev.keryx.gateway.link.LinkEvents;
import dev.keryx.gateway.link.LinkRequest;
import dev.keryx.gateway.link.Signal;
import dev.keryx.gateway.link.WireProtocol;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A door in the hand of a test, instead of the engine's. */
final class TestDoor implements Door, AutoCloseable {
    static final String PROTOCOL = "test.v1";

    final BlockingQueue<TestLink> entered = new LinkedBlockingQueue<>();
    final BlockingQueue<LinkRequest> asked = new LinkedBlockingQueue<>();
    final Queue<String> failures = new ConcurrentLinkedQueue<>();
    final AtomicInteger wires = new AtomicInteger();
    private final Semaphore departures = new Semaphore(0);
    final ExecutorService executor = Executors.newCachedThreadPool();
    volatile int room = Integer.MAX_VALUE;
    volatile boolean ready = true;
    volatile Function<LinkRequest, Admission> admission = TestDoor::grant;
    volatile Function<Link, TestLink> links = TestLink::new;

    static Admission grant(LinkRequest request) {
        return new Admission.Granted(new Silent(), request.subprotocols().contains(PROTOCOL), request);
    }

    @Override
    public Optional<Registration> arrives(InetAddress address) {
        if (wires.get() >= room) {
            return Optional.empty();
        }
        wires.incrementAndGet();
        return Optional.of(() -> {
            wires.decrementAndGet();
            departures.release();
        });
    }

    @Override
    public Admission admit(LinkRequest request) {
        asked.add(request);
        return admission.apply(request);
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public void failed(WebRequest request, Throwable failure) {
        failures.add(request.path() + " " + failure.getMessage());
    }

    @Override
    public LinkEvents enter(Link link, Admission.Granted granted) {
        TestLink made = links.apply(link);
        entered.add(made);
        return made;
    }

    /** Hands messages to the handler at once, on the lane, which the engine would never do. */
    @Override
    public LinkEvents enterPlain(Link link, SocketHandler handler) {
        TestLink made = new PlainLink(link, handler);
        entered.add(made);
        return made;
    }

    TestLink next() throws InterruptedException {
        TestLink link = entered.poll(TestLink.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(link).as("a link that entered").isNotNull();
        return link;
    }

    /** Waits until one more wire has ended. */
    void awaitDeparture() throws InterruptedException {
        assertThat(departures.tryAcquire(TestLink.PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("a wire ended")
                .isTrue();
    }

    @Override
    public void close() {
        executor.shutdownNow();
        for (TestLink link : entered) {
            assertThat(link.faults).isEmpty();
        }
    }

    /** Says nothing: the tests write frames themselves. */
    private static final class Silent implements WireProtocol {
        @Override
        public String name() {
            return PROTOCOL;
        }

        @Override
        public Encoded encode(Signal signal, Framing framing) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Decoder decoder() {
            throw new UnsupportedOperationException();
        }
    }

    /** An endpoint's link. */
    private static final class PlainLink extends TestLink implements SocketHandler.Socket {
        private final SocketHandler handler;

        PlainLink(Link link, SocketHandler handler) {
            super(link);
            this.handler = handler;
        }

        @Override
        public void text(byte[] message) {
            try {
                handler.text(this, message);
            } catch (Exception failure) {
                faults.add(failure.toString());
            }
        }

        @Override
        public void binary(byte[] message) {
            try {
                handler.binary(this, message);
            } catch (Exception failure) {
                faults.add(failure.toString());
            }
        }

        @Override
        public void sendText(byte[] utf8) {
            sendNow(utf8, false);
        }

        @Override
        public void sendBinary(byte[] bytes) {
            sendNow(bytes, true);
        }

        @Override
        public void close(dev.keryx.gateway.CloseReason reason) {
            link.close(reason);
        }
    }
}
