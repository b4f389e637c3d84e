package dev.keryx.gateway.wire;

import dev.keryx.ErrorCode;
import dev.keryx.Json;
import dev.keryx.JsonArgs;
import dev.keryx.JsonLimits;
import dev.keryx.KeryxException;
import dev.keryx.RawJson;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Names;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.link.MalformedException;
import dev.keryx.gateway.link.Signal;
import dev.keryx.gateway.link.WireProtocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what one client says in {@link NativeProtocol}. All it remembers is the namespace named in the hello. */
final class NativeDecoder implements WireProtocol.Decoder {
    private static final List<Signal> PONG = List.of(new Signal.Pong());

    private final Json json;
    private final JsonLimits limits;
    private String namespace = "/";

    NativeDecoder(Json json, JsonLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    @Override
    public List<Signal> binary(byte[] message) throws MalformedException {
        throw malformed("a binary message where text is required");
    }

    @Override
    public List<Signal> text(byte[] message) throws MalformedException {
        try {
            Frame frame = new Frame(json, message, limits);
            return frame.size() == 0 ? PONG : List.of(signal(frame));
        } catch (KeryxException noArray) {
            throw malformed("no JSON array within the limits");
        }
    }

    private static MalformedException malformed(String why) {
        return new MalformedException(CloseReason.BAD_FRAME.because(why));
    }

    private Signal signal(Frame frame) throws MalformedException {
        String kind = frame.string(0);
        if (kind == null) {
            throw malformed("the kind is no text");
        }
        return switch (kind) {
            case "ev" -> event(frame);
            case "ack" -> answer(frame);
            case "err" -> refusal(frame);
            case "join", "leave" -> room(frame, kind);
            case "hello" -> hello(frame);
            case "auth" -> unfit(frame, ErrorCode.UNSUPPORTED, "credentials cannot be renewed yet");
            default -> unfit(frame, ErrorCode.UNSUPPORTED, "unknown kind");
        };
    }

    /** Answered where it has an id to answer to. */
    private Signal unfit(Frame frame, ErrorCode code, String why) throws MalformedException {
        long id = frame.id(1);
        if (id <= 0) {
            throw malformed(why);
        }
        return new Signal.Unfit(namespace, id, Refusal.of(code.name(), why));
    }

    private Signal event(Frame frame) throws MalformedException {
        long id = frame.id(1);
        String name = frame.string(2);
        if (id < 0) {
            throw malformed("an event has an id, a name and arguments");
        }
        JsonArgs args = args(frame, 3);
        if (name == null || args == null) {
            return unfit(frame, ErrorCode.BAD_VALUE, "an event has an id, a name and arguments");
        }
        return new Signal.Event(namespace, id, name, args, null);
    }

    /** Null where there are none, or none that can be read. */
    private static @Nullable JsonArgs args(Frame frame, int index) {
        try {
            return frame.args(index);
        } catch (KeryxException noBinary) {
            return null;
        }
    }

    private Signal answer(Frame frame) throws MalformedException {
        long id = frame.id(1);
        JsonArgs args = args(frame, 2);
        if (id <= 0 || args == null) {
            throw malformed("an answer has an id and arguments");
        }
        return new Signal.Ack(namespace, id, args);
    }

    private Signal refusal(Frame frame) throws MalformedException {
        long id = frame.id(1);
        String code = frame.string(2);
        String text = frame.string(3);
        if (id <= 0 || code == null || text == null) {
            throw malformed("a refusal has an id, a code and a text");
        }
        return new Signal.Failure(namespace, id, Refusal.of(code, text), false);
    }

    private Signal room(Frame frame, String kind) throws MalformedException {
        long id = frame.id(1);
        String room = frame.string(2);
        if (id < 0 || room == null) {
            return unfit(frame, ErrorCode.BAD_VALUE, "it takes an id and a room");
        }
        return kind.equals("join") ? new Signal.Join(namespace, id, room) : new Signal.Leave(namespace, id, room);
    }

    private Signal hello(Frame frame) throws MalformedException {
        if (!frame.isObject(1)) {
            throw malformed("a hello has an object");
        }
        RawJson path = frame.member(1, "ns");
        if (path != null) {
            String named = frame.string(path);
            if (named == null || Names.namespaceFault(named) != null) {
                throw malformed("no path of a namespace");
            }
            namespace = named.equals(namespace) ? namespace : named; // most are in the first of all: one text for them
        }
        return new Signal.Hello(namespace, frame.member(1, "auth"));
    }
}
