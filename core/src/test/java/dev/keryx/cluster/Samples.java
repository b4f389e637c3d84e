package dev.keryx.cluster;

import dev.keryx.JsonArgs;
import dev.keryx.NodeId;
import dev.keryx.Payload;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay.Scope;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Things to send, drawn at random from a seed. */
final class Samples {
    private static final String[] LETTERS = {
        "a", "Z", "7", "_", "-", ".", "*", "{", "}", "=", "~", "/", "é", "漢", "😀", " "
    };

    private final Random random;

    Samples(long seed) {
        random = new Random(seed);
    }

    String name(int maxLetters) {
        StringBuilder name = new StringBuilder();
        int letters = 1 + random.nextInt(maxLetters);
        for (int i = 0; i < letters; i++) {
            name.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return name.toString();
    }

    NodeId node() {
        return new NodeId(random.nextLong() >>> 24);
    }

    static String connection(NodeId node, Random random) {
        byte[] id = new byte[21];
        random.nextBytes(id);
        node.writeTo(id, 0);
        return Base64.getUrlEncoder().encodeToString(id);
    }

    Target target() {
        return switch (random.nextInt(3)) {
            case 0 -> Target.room(name(20));
            case 1 -> Target.user(name(20));
            default -> Target.connection(connection(node(), random));
        };
    }

    Set<Target> targets() {
        Set<Target> targets = new LinkedHashSet<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            targets.add(target());
        }
        return targets;
    }

    Payload bytes(int max) {
        byte[] bytes = new byte[random.nextInt(max)];
        random.nextBytes(bytes);
        return Payload.of(bytes);
    }

    JsonArgs args() {
        Payload text = bytes(200);
        List<Integer> placeholders = new ArrayList<>();
        List<Payload> attachments = new ArrayList<>();
        for (int at = random.nextInt(40); at < text.size(); at += 1 + random.nextInt(60)) {
            placeholders.add(at);
            attachments.add(bytes(50));
        }
        return new JsonArgs(text, placeholders, attachments);
    }

    Cast cast() {
        @Nullable Set<Target> to = random.nextInt(4) == 0 ? null : targets();
        Delivery delivery = switch (random.nextInt(3)) {
            case 0 -> Delivery.QUEUED;
            case 1 -> Delivery.DROPPABLE;
            default -> Delivery.latest(name(10));
        };
        return new Cast("/" + name(10), to, targets(), delivery, name(15), args());
    }

    private Scope scope() {
        return switch (random.nextInt(4)) {
            case 0 -> new Scope.Everybody();
            case 1 -> new Scope.Room(name(20));
            case 2 -> new Scope.User(name(20));
            default -> new Scope.Single(connection(node(), random));
        };
    }

    Said said() {
        return switch (random.nextInt(6)) {
            case 0 -> new Said.Bye();
            case 1 ->
                new Said.Hello(
                        random.nextBoolean(),
                        random.nextBoolean(),
                        1 + random.nextInt(31),
                        new RoomTopics(random.nextInt(2), random.nextInt(5_000)));
            case 2 -> {
                List<Said.Place> places = new ArrayList<>();
                for (int i = random.nextInt(6); i > 0; i--) {
                    places.add(new Said.Place("/" + name(5), scope()));
                }
                yield new Said.Hole(places);
            }
            default -> new Said.Emit(cast(), random.nextBoolean());
        };
    }

    Frame frame() {
        return new Frame(node(), random.nextInt(), new FrameId(random.nextLong(), random.nextLong()), said());
    }
}
