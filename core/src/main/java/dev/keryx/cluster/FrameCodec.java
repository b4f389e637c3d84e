package dev.keryx.cluster;

import dev.keryx.NodeId;
import dev.keryx.Payload;
import dev.keryx.gateway.link.Relay.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames between nodes, to bytes and back. Numbers are big-endian; a <em>text</em> is two bytes of length and UTF-8.
 *
 * <pre>
 *   every frame
 *   +---------+------+----------+-------------+------+-----------+------+
 *   | version | kind | node tag | incarnation |  id  | namespace | body |
 *   |   1 B   | 1 B  |   5 B    |     4 B     | 16 B |   text    |      |
 *   +---------+------+----------+-------------+------+-----------+------+
 *
 *   HELLO (1)                                     HOLE (3)
 *   +-------+---------+--------+--------+-----+   +-------+--------------------------------------+
 *   | flags | highest | layout | layout | ... |   | count | count times:                         |
 *   |       | version |  mode  | topics |     |   |       | namespace | 0 all, 1 room, | its name |
 *   |       |         |        |        |     |   |       |           | 2 user,        |          |
 *   |       |         |        |        |     |   |       |           | 3 connection   |          |
 *   |  1 B  |   1 B   |  1 B   |  4 B   |     |   |  4 B  |   text    |      1 B       |   text   |
 *   +-------+---------+--------+--------+-----+   +-------+--------------------------------------+
 *   flags: 1 asks to be answered, 2 may have      count 0: anything may be missing.
 *   connections. What follows is ignored.         BYE (2) has no body.
 * </pre>
 *
 * EMIT (4) is drawn at {@link EmitCodec}. Versions are 1 to 31, so that no text can be taken for a frame; version, kind and
 * tag stay where they are in all of them. The namespace is empty where a frame concerns none, or several.
 */
final class FrameCodec {
    /** The only version there is. */
    static final int VERSION = 1;

    /** Bytes before the namespace's text. */
    static final int HEADER_BYTES = 27;

    private static final int HIGHEST_VERSION = 31;
    private static final int TAG_AT = 2;
    private static final int ASKS = 1;
    private static final int CLIENTS = 2;

    private FrameCodec() {}

    /** Whether it is a frame of that node, of whatever version; looks at seven bytes. */
    static boolean isOf(NodeId node, Payload bytes) {
        if (bytes.size() < TAG_AT + NodeId.BYTES || bytes.at(0) < 1 || bytes.at(0) > HIGHEST_VERSION) {
            return false;
        }
        long tag = 0;
        for (int i = 0; i < NodeId.BYTES; i++) {
            tag = tag << 8 | (bytes.at(TAG_AT + i) & 0xff);
        }
        return tag == node.tag();
    }

    /** @throws IllegalArgumentException where a name in it is longer than 65,535 bytes */
    static Payload encode(int version, Frame frame) {
        Said said = frame.said();
        FrameWriter out = new FrameWriter(said instanceof Said.Emit emit ? EmitCodec.expected(emit) : 64);
        out.u8(version);
        out.u8(kindOf(said).code());
        byte[] tag = new byte[NodeId.BYTES];
        frame.node().writeTo(tag, 0);
        out.raw(tag);
        out.u32(frame.incarnation());
        out.u64(frame.id().high());
        out.u64(frame.id().low());
        out.text(said instanceof Said.Emit emit ? emit.cast().namespace() : "");
        writeBody(out, said);
        return out.finish();
    }

    private static Kind kindOf(Said said) {
        if (said instanceof Said.Emit) {
            return Kind.EMIT;
        }
        if (said instanceof Said.Hello) {
            return Kind.HELLO;
        }
        return said instanceof Said.Hole ? Kind.HOLE : Kind.BYE;
    }

    private static void writeBody(FrameWriter out, Said said) {
        if (said instanceof Said.Emit emit) {
            EmitCodec.write(out, emit);
        } else if (said instanceof Said.Hello hello) {
            out.u8((hello.asks() ? ASKS : 0) | (hello.clients() ? CLIENTS : 0));
            out.u8(hello.highest());
            out.u8(hello.rooms().mode());
            out.u32(hello.rooms().count());
        } else if (said instanceof Said.Hole hole) {
            out.u32(hole.places().size());
            for (Said.Place place : hole.places()) {
                out.text(place.namespace());
                writeScope(out, place.scope());
            }
        }
    }

    private static void writeScope(FrameWriter out, Scope scope) {
        if (scope instanceof Scope.Room room) {
            out.u8(1);
            out.text(room.name());
        } else if (scope instanceof Scope.User user) {
            out.u8(2);
            out.text(user.id());
        } else if (scope instanceof Scope.Single single) {
            out.u8(3);
            out.text(single.id());
        } else {
            out.u8(0);
            out.text("");
        }
    }

    static Frame decode(Payload bytes) throws BadFrameException {
        FrameReader in = new FrameReader(bytes);
        int version = in.u8();
        if (version < 1 || version > HIGHEST_VERSION) {
            throw new BadFrameException("it is no frame of a cluster: a foreign publish");
        }
        if (version > VERSION) {
            throw new BadFrameException("it is of version " + version + ", this node knows " + VERSION);
        }
        int code = in.u8();
        Kind kind = Kind.of(code);
        if (kind == null) {
            throw new BadFrameException("it is of kind " + code + ", which this node does not know");
        }
        NodeId node = NodeId.readFrom(in.slice(NodeId.BYTES).toByteArray(), 0);
        int incarnation = in.u32();
        FrameId id = new FrameId(in.u64(), in.u64());
        return new Frame(node, incarnation, id, readBody(kind, in.text(), in));
    }

    private static Said readBody(Kind kind, String namespace, FrameReader in) throws BadFrameException {
        return switch (kind) {
            case HELLO -> {
                int flags = in.u8();
                yield new Said.Hello(
                        (flags & ASKS) != 0, (flags & CLIENTS) != 0, in.u8(), new RoomTopics(in.u8(), in.u32()));
            }
            case BYE -> {
                in.end();
                yield new Said.Bye();
            }
            case HOLE -> readHole(in);
            case EMIT -> EmitCodec.read(namespace, in);
        };
    }

    private static Said.Hole readHole(FrameReader in) throws BadFrameException {
        int count = in.count(5);
        List<Said.Place> places = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            places.add(new Said.Place(in.text(), readScope(in)));
        }
        in.end();
        return new Said.Hole(places);
    }

    private static Scope readScope(FrameReader in) throws BadFrameException {
        int kind = in.u8();
        String name = in.text();
        return switch (kind) {
            case 0 -> new Scope.Everybody();
            case 1 -> new Scope.Room(name);
            case 2 -> new Scope.User(name);
            case 3 -> new Scope.Single(name);
            default -> throw new BadFrameException("it names a scope of kind " + kind);
        };
    }
}
