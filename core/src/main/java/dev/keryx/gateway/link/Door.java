package dev.keryx.gateway.link;

import dev.keryx.Registration;
import dev.keryx.gateway.SocketHandler;
import dev.keryx.gateway.WebRequest;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Where an adapter brings its clients: the engine's rules about who may come in. Any thread, except where said. */
public interface Door {
    /**
     * A wire was accepted, nothing has been read yet.
     *
     * @param address of the client, by which links are counted
     * @return closed by the adapter when the wire has ended; empty: a limit is reached, close the wire now
     */
    Optional<Registration> arrives(InetAddress address);

    /**
     * Origin, subprotocol, drain. To be asked before the upgrade is answered.
     *
     * @param request complete, and well-formed HTTP
     * @return what to answer; a refusal has been counted already
     */
    Admission admit(LinkRequest request);

    /** {@return whether new clients are welcome, for a health check: running and not draining} */
    boolean ready();

    /**
     * {@return where the application's own code runs, for an adapter that has such code to call; never an I/O thread}
     */
    Executor executor();

    /**
     * The application's own code, called for a plain request, failed; the adapter answers 500. Counted, and logged once a
     * minute, since a client can ask as often as it likes.
     *
     * @param request what was asked
     * @param failure what the code threw, or what is wrong with its answer
     */
    void failed(WebRequest request, Throwable failure);

    /**
     * The link exists now. On its lane, before its first message.
     *
     * @param link open, and able to send
     * @param granted what {@link #admit} answered for it
     * @return whom the link tells what happens on it
     */
    LinkEvents enter(Link link, Admission.Granted granted);

    /**
     * The same for a plain endpoint, which speaks no protocol of ours.
     *
     * @param link open, and able to send
     * @param handler takes its messages, on the callback executor
     * @return whom the link tells what happens on it
     */
    LinkEvents enterPlain(Link link, SocketHandler handler);
}
