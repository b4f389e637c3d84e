package dev.keryx.gateway.wire;

import dev.keryx.Json;
import dev.keryx.JsonLimits;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.link.Encoded;
import dev.keryx.gateway.link.Framing;
import dev.keryx.gateway.link.Signal;
import dev.keryx.gateway.link.WireProtocol;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code keryx.v1.json}: each text message is one JSON array, its kind first. One link is in exactly one namespace.
 *
 * <pre>
 *   client                                     gateway
 *   ["hello",{"auth":A,"ns":"/"}]       →
 *                                       ←      ["welcome",{"sid":"…","ping":25000,"max":65536}]
 *                                              or ["err",0,code,text,false], then the goodbye
 *   ["join",id,room]  ["leave",id,room] →
 *                                       ←      ["ok",id,{"clusterWide":true}] or ["err",id,code,text,retry]
 *   ["ev",id,name,[args]]               →
 *                                       ←      ["ok",id,[args]] or ["err",id,code,text,retry]
 *                                       ←      ["ev",id,name,[args]] or ["ev",id,name,[args],room]
 *   ["ack",id,[args]]
 *   or ["err",id,code,text]             →
 *                                       ←      ["gap",[room, …],reason] or ["gap","*",reason]
 *                                       ←      ["bye",code,text,{"after":500,"jitter":2000}] or ["bye",code,text,false]
 *                                       ←      []  the heartbeat
 *   []                                  →
 * </pre>
 *
 * <ul>
 *   <li>An id is an integer from 0 to 2^53 − 1, chosen by whoever asks and echoed in the answer; 0 asks for none. An id that
 *       is used again while its answer is due gets two answers: it is the client's own name for its question.
 *   <li>All times are milliseconds. {@code sid} is the connection's id. {@code after} and {@code jitter}: reconnect no earlier
 *       than the one, plus a random part of the other. {@code false} in their place: only where the close code says so.
 *   <li>Where a refusal carries data, an {@code err} has it as its sixth element.
 *   <li>Elements after those shown, and keys besides those shown, are ignored. {@code ["auth",id,token]} is kept for later and
 *       answered {@code UNSUPPORTED}.
 *   <li>A binary value, anywhere in the arguments, is {@code {"$b":"base64"}}. A key of the user's own that consists of dollar
 *       signs and a final {@code b} has one dollar sign more on the wire, so that it never means that.
 *   <li>An unknown kind or a message with wrong parts is answered with an {@code err} of {@code UNSUPPORTED} or
 *       {@code BAD_VALUE} where it has an id above 0. Anything else that is none of the above ends the link with 4501: no JSON
 *       array within the limits, a binary message, something before hello, a second hello, an answer without an id. An answer
 *       to an id that nobody waits for is ignored: it may be late, and only the first counts.
 * </ul>
 */
public final class NativeProtocol implements WireProtocol {
    /** The WebSocket subprotocol. */
    public static final String NAME = "keryx.v1.json";

    private static final Encoded NOTHING = new Encoded(List.of());

    private final Json json;
    private final JsonLimits limits;

    /**
     * Over a JSON of the application's choice.
     *
     * @param json finds the elements of what clients send
     * @param limits of what clients send
     */
    public NativeProtocol(Json json, JsonLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Decoder decoder() {
        return new NativeDecoder(json, limits);
    }

    @Override
    public Encoded encode(Signal signal, Framing framing) {
        FrameWriter out = new FrameWriter();
        write(signal, out);
        return out.isEmpty() ? NOTHING : Encoded.of(framing.frame(out.toByteArray(), false));
    }

    private void write(Signal signal, FrameWriter out) {
        if (signal instanceof Signal.Event event) {
            event(event, out);
        } else if (signal instanceof Signal.Ack ack) {
            out.ascii("[\"ok\",").number(ack.id()).ascii(",[");
            Binaries.write(ack.args(), out);
            out.ascii("]]");
        } else if (signal instanceof Signal.Failure no) {
            error(no.id(), no.refusal(), no.retry(), out);
        } else if (signal instanceof Signal.Done done) {
            out.ascii("[\"ok\",").number(done.id()).ascii(",{\"clusterWide\":" + done.clusterWide() + "}]");
        } else if (signal instanceof Signal.Ping) {
            out.ascii("[]");
        } else if (signal instanceof Signal.Welcome welcome) {
            out.ascii("[\"welcome\",{\"sid\":").string(welcome.connection());
            out.ascii(",\"ping\":").number(welcome.ping().toMillis());
            out.ascii(",\"max\":").number(welcome.maxBytes()).ascii("}]");
        } else if (signal instanceof Signal.NotAdmitted no) {
            error(0, no.refusal(), false, out);
        } else if (signal instanceof Signal.Missed missed) {
            missed(missed.rooms(), missed.reason(), out);
        } else if (signal instanceof Signal.Bye bye) {
            bye(bye, out);
        }
        // What is left is the client's to say, or not said in this protocol.
    }

    private static void event(Signal.Event event, FrameWriter out) {
        out.ascii("[\"ev\",").number(event.id()).ascii(",").string(event.name()).ascii(",[");
        Binaries.write(event.args(), out);
        out.ascii("]");
        if (event.room() != null) {
            out.ascii(",").string(event.room());
        }
        out.ascii("]");
    }

    private void error(long id, Refusal refusal, boolean retry, FrameWriter out) {
        out.ascii("[\"err\",").number(id).ascii(",").string(refusal.code()).ascii(",");
        out.string(refusal.message()).ascii("," + retry);
        if (refusal.data() != null) {
            out.ascii(",").bytes(json.write(refusal.data()));
        }
        out.ascii("]");
    }

    private static void missed(Set<String> rooms, String reason, FrameWriter out) {
        out.ascii("[\"gap\",");
        if (rooms.isEmpty()) {
            out.ascii("\"*\"");
        } else {
            String separator = "[";
            for (String room : rooms) {
                out.ascii(separator).string(room);
                separator = ",";
            }
            out.ascii("]");
        }
        out.ascii(",").string(reason).ascii("]");
    }

    private static void bye(Signal.Bye bye, FrameWriter out) {
        out.ascii("[\"bye\",").number(bye.code()).ascii(",").string(bye.text()).ascii(",");
        Optional<Signal.Advice> advice = bye.advice();
        if (advice.isPresent()) {
            out.ascii("{\"after\":").number(advice.get().after().toMillis());
            out.ascii(",\"jitter\":").number(advice.get().jitter().toMillis()).ascii("}]");
        } else {
            out.ascii("false]");
        }
    }
}
