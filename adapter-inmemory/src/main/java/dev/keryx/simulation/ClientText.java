package dev.keryx.simulation;

import dev.keryx.Json;
import dev.keryx.JsonArgs;
import dev.keryx.JsonLimits;
import dev.keryx.Payload;
import dev.keryx.TypeRef;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Refusal;
import dev.keryx.simulation.FakeClient.Goodbye;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The client's half of {@code keryx.v1.json}, written apart from the gateway's, so that one can contradict the other. */
final class ClientText {
    private static final JsonLimits WIDE = new JsonLimits(500, 100_000, 1_000);
    private static final TypeRef<Map<String, Object>> OBJECT = new TypeRef<>() {};

    private final Json json;

    ClientText(Json json) {
        this.json = json;
    }

    String hello(ClientSpec spec) {
        String auth = spec.auth() == null ? "" : "\"auth\":" + elements(spec.auth()) + ",";
        return "[\"hello\",{" + auth + "\"ns\":" + elements(spec.namespace()) + "}]";
    }

    String room(String kind, long id, String room) {
        return "[\"" + kind + "\"," + id + "," + elements(room) + "]";
    }

    String event(long id, String name, @Nullable Object... args) {
        return "[\"ev\"," + id + "," + elements(name) + ",[" + elements(args) + "]]";
    }

    String ack(long id, @Nullable Object reply) {
        if (reply instanceof Refusal no) {
            return "[\"err\"," + id + "," + elements(no.code(), no.message()) + "]";
        }
        String args = reply instanceof Args spread ? toWire(spread.raw(), spread.offset()) : elements(reply);
        return "[\"ack\"," + id + ",[" + args + "]]";
    }

    /** A bare null, which Java takes for no array at all, is one value. */
    private String elements(@Nullable Object @Nullable ... values) {
        return toWire(json.writeArgs(values == null ? Collections.singletonList(null) : Arrays.asList(values)), 0);
    }

    private String toWire(JsonArgs args, int skipped) {
        if (skipped == 0 && args.placeholders().isEmpty() && !BinaryKeys.mayBeIn(args.text())) {
            return args.text().utf8();
        }
        StringBuilder text = new StringBuilder();
        for (int i = skipped; i < json.countArgs(args); i++) {
            Object value = json.readArg(args, i, TypeRef.of(Object.class));
            text.append(i == skipped ? "" : ",")
                    .append(Payload.giving(json.write(BinaryKeys.toWire(value))).utf8());
        }
        return text.toString();
    }

    /** A message of the gateway's, cut into its elements. */
    Message read(Payload message) {
        byte[] text = message.toByteArray();
        return new Message(message, json.elements(text, 0, text.length, WIDE));
    }

    /** What the gateway said; nothing in it is looked at before it is asked for. */
    final class Message {
        private final Payload text;
        private final int[] offsets;

        private Message(Payload text, int[] offsets) {
            this.text = text;
            this.offsets = offsets;
        }

        int size() {
            return offsets.length / 2;
        }

        private Payload element(int index) {
            return text.slice(offsets[2 * index], offsets[2 * index + 1] - offsets[2 * index]);
        }

        private <T> T as(int index, TypeRef<T> type) {
            T value = json.read(element(index).toByteArray(), type);
            if (value == null) {
                throw new AssertionError("null as element " + index + " of " + this);
            }
            return value;
        }

        /** Its first element; empty for a heartbeat. */
        String kind() {
            return size() == 0 ? "" : string(0);
        }

        String string(int index) {
            return as(index, TypeRef.of(String.class));
        }

        long id() {
            return as(1, TypeRef.of(Long.class));
        }

        private boolean is(int index, char with) {
            return element(index).at(0) == with;
        }

        /** An array is spread; anything else is one argument. */
        Args args(int index) {
            Payload element = element(index);
            Payload inside = is(index, '[') ? element.slice(1, element.size() - 2) : element;
            JsonArgs args = JsonArgs.of(inside);
            return new Args(json, BinaryKeys.mayBeIn(inside) ? fromWire(args) : args);
        }

        private JsonArgs fromWire(JsonArgs args) {
            Object[] values = new Object[json.countArgs(args)];
            for (int i = 0; i < values.length; i++) {
                values[i] = BinaryKeys.fromWire(json.readArg(args, i, TypeRef.of(Object.class)));
            }
            return json.writeArgs(Arrays.asList(values));
        }

        String connection() {
            return String.valueOf(as(1, OBJECT).get("sid"));
        }

        Refusal refusal() {
            Object data = size() > 5 ? as(5, TypeRef.of(Object.class)) : null;
            return new Refusal(string(2), string(3), data);
        }

        Set<String> rooms() {
            return is(1, '[') ? Set.copyOf(as(1, new TypeRef<List<String>>() {})) : Set.of();
        }

        Goodbye goodbye() {
            CloseReason reason = new CloseReason(as(1, TypeRef.of(Integer.class)), string(2));
            if (!is(3, '{')) {
                return new Goodbye(reason, Optional.empty(), Duration.ZERO);
            }
            Map<String, Long> advice = as(3, new TypeRef<>() {});
            Duration after = Duration.ofMillis(advice.getOrDefault("after", 0L));
            return new Goodbye(reason, Optional.of(after), Duration.ofMillis(advice.getOrDefault("jitter", 0L)));
        }

        @Override
        public String toString() {
            return new String(text.toByteArray(), StandardCharsets.UTF_8);
        }
    }
}
