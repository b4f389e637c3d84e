package dev.keryx.cluster;

import dev.keryx.JsonArgs;
import dev.keryx.Payload;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of an EMIT. Lists begin with four bytes of count.
 *
 * <pre>
 *   +-------+---------+---------+-------+-------+-----------+--------------+-------------+
 *   | flags |   to    | except  |  key  | event | arguments | placeholders | attachments |
 *   |  1 B  | list of | list of | text  | text  |  4 B and  |  list of 4 B |   list of   |
 *   |       | targets | targets |       |       |   bytes   |    offsets   | 4 B + bytes |
 *   +-------+---------+---------+-------+-------+-----------+--------------+-------------+
 *
 *   target: 1 B (1 room, 2 user, 3 connection) and its name as text
 *   flags:  1 everybody, "to" is absent    4 droppable
 *           2 copied to several topics     8 latest, "key" is present
 * </pre>
 *
 * The arguments are the JSON text of an array's elements without its brackets, see {@link JsonArgs}. Whoever reads a frame
 * parses none of it and copies none of it: text and attachments are slices of the frame.
 */
final class EmitCodec {
    private static final int EVERYBODY = 1;
    private static final int COPIED = 2;
    private static final int DROPPABLE = 4;
    private static final int LATEST = 8;
    private static final int ALL_FLAGS = 15;

    private EmitCodec() {}

    /** About how many bytes the whole frame will take. */
    static int expected(Said.Emit emit) {
        Cast cast = emit.cast();
        int targets = cast.except().size() + (cast.to() == null ? 0 : cast.to().size());
        return 96
                + cast.namespace().length()
                + 32 * targets
                + cast.event().length()
                + cast.args().sizeBytes();
    }

    static void write(FrameWriter out, Said.Emit emit) {
        Cast cast = emit.cast();
        Set<Target> to = cast.to();
        out.u8(flags(emit));
        if (to != null) {
            writeTargets(out, to);
        }
        writeTargets(out, cast.except());
        if (cast.delivery() instanceof Delivery.Latest latest) {
            out.text(latest.key());
        }
        out.text(cast.event());
        writeArgs(out, cast.args());
    }

    private static int flags(Said.Emit emit) {
        Delivery delivery = emit.cast().delivery();
        return (emit.cast().to() == null ? EVERYBODY : 0)
                | (emit.copied() ? COPIED : 0)
                | (delivery instanceof Delivery.Droppable ? DROPPABLE : 0)
                | (delivery instanceof Delivery.Latest ? LATEST : 0);
    }

    private static void writeTargets(FrameWriter out, Set<Target> targets) {
        out.u32(targets.size());
        for (Target target : targets) {
            if (target instanceof Target.Room room) {
                out.u8(1);
                out.text(room.name());
            } else if (target instanceof Target.User user) {
                out.u8(2);
                out.text(user.id());
            } else if (target instanceof Target.Single single) {
                out.u8(3);
                out.text(single.id());
            }
        }
    }

    private static void writeArgs(FrameWriter out, JsonArgs args) {
        out.payload(args.text());
        out.u32(args.placeholders().size());
        args.placeholders().forEach(out::u32);
        out.u32(args.attachments().size());
        args.attachments().forEach(out::payload);
    }

    static Said.Emit read(String namespace, FrameReader in) throws BadFrameException {
        int flags = in.u8();
        if ((flags & ~ALL_FLAGS) != 0 || (flags & (DROPPABLE | LATEST)) == (DROPPABLE | LATEST)) {
            throw new BadFrameException("its flags mean nothing: " + flags);
        }
        Set<Target> to = (flags & EVERYBODY) != 0 ? null : readTargets(in);
        Set<Target> except = readTargets(in);
        @Nullable String key = (flags & LATEST) != 0 ? in.text() : null;
        Delivery delivery =
                key != null ? Delivery.latest(key) : (flags & DROPPABLE) != 0 ? Delivery.DROPPABLE : Delivery.QUEUED;
        Cast cast = new Cast(namespace, to, except, delivery, in.text(), readArgs(in));
        in.end();
        return new Said.Emit(cast, (flags & COPIED) != 0);
    }

    private static Set<Target> readTargets(FrameReader in) throws BadFrameException {
        int count = in.count(3);
        if (count < 2) {
            return count == 0 ? Set.of() : Set.of(target(in.u8(), in.text()));
        }
        Set<Target> targets = new LinkedHashSet<>(2 * count);
        for (int i = 0; i < count; i++) {
            targets.add(target(in.u8(), in.text()));
        }
        return targets;
    }

    private static Target target(int kind, String name) throws BadFrameException {
        try {
            return switch (kind) {
                case 1 -> Target.room(name);
                case 2 -> Target.user(name);
                case 3 -> Target.connection(name);
                default -> throw new BadFrameException("it names a target of kind " + kind);
            };
        } catch (IllegalArgumentException e) {
            throw new BadFrameException("it names a target that cannot be: " + e.getMessage());
        }
    }

    private static JsonArgs readArgs(FrameReader in) throws BadFrameException {
        Payload text = in.payload();
        int placeholders = in.count(4);
        List<Integer> offsets = new ArrayList<>(placeholders);
        int last = -1;
        for (int i = 0; i < placeholders; i++) {
            int offset = in.u32();
            if (offset <= last || offset >= text.size()) {
                throw new BadFrameException("a placeholder stands outside its text");
            }
            offsets.add(offset);
            last = offset;
        }
        int count = in.count(4);
        List<Payload> attachments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            attachments.add(in.payload());
        }
        return new JsonArgs(text, offsets, attachments);
    }
}
