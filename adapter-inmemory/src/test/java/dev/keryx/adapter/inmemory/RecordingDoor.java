package dev.keryx.adapter.inmemory;

import dev.keryx.Registration;
import dev.keryx.gateway.CloseReason;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** In the engine's place: lets everybody in and writes down what it is told. */
final class RecordingDoor implements Door {
    final List<String> heard = new CopyOnWriteArrayList<>();
    final List<Link> links = new CopyOnWriteArrayList<>();
    final AtomicInteger places = new AtomicInteger();
    volatile boolean full;
    volatile Optional<Admission.Denied> denial = Optional.empty();

    @Override
    public Optional<Registration> arrives(InetAddress address) {
        if (full) {
            return Optional.empty();
        }
        places.incrementAndGet();
        return Optional.of(places::decrementAndGet);
    }

    @Override
    public Admission admit(LinkRequest request) {
        if (denial.isPresent()) {
            return denial.get();
        }
        return new Admission.Granted(new NoProtocol(), false, request);
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public Executor executor() {
        return Runnable::run;
    }

    @Override
    public void failed(WebRequest request, Throwable failure) {
        throw new UnsupportedOperationException();
    }

    @Override
    public LinkEvents enterPlain(Link link, SocketHandler handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public LinkEvents enter(Link link, Admission.Granted granted) {
        links.add(link);
        return new LinkEvents() {
            @Override
            public void text(byte[] message) {
                note("text " + new String(message, StandardCharsets.UTF_8));
            }

            @Override
            public void binary(byte[] message) {
                note("binary " + new String(message, StandardCharsets.UTF_8));
            }

            @Override
            public void readBurstEnds() {
                note("burst ends");
            }

            @Override
            public void writable() {
                note("writable");
            }

            @Override
            public void ending(CloseReason reason) {
                note("ending " + reason.code());
            }

            @Override
            public void closed(CloseReason reason) {
                note("closed " + reason.code());
            }

            private void note(String what) {
                heard.add(link.lane().inLane() ? what : what + " outside its lane");
            }
        };
    }

    private static final class NoProtocol implements WireProtocol {
        @Override
        public String name() {
            return "none";
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
}
