package dev.keryx.testkit.gateway;

import dev.keryx.Json;
import dev.keryx.JsonLimits;
import dev.keryx.TypeRef;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.link.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The frames of {@code keryx.v1.json} from a client's side, written apart from core's so that the two can contradict each
 * other.
 */
final class KeryxJsonText {
    private static final JsonLimits WIDE = new JsonLimits(1_000, 100_000, 10_000);
    private static final TypeRef<Object> ANY = TypeRef.of(Object.class);

    private final Json json;

    KeryxJsonText(Json json) {
        this.json = json;
    }

    String hello(String namespace, @Nullable Object auth) {
        String credentials = auth == null ? "" : "\"auth\":" + value(auth) + ",";
        return "[\"hello\",{" + credentials + "\"ns\":" + value(namespace) + "}]";
    }

    String room(String kind, long id, String room) {
        return "[\"" + kind + "\"," + id + "," + value(room) + "]";
    }

    String event(long id, String name, @Nullable Object... args) {
        return "[\"ev\"," + id + "," + value(name) + ",[" + values(args) + "]]";
    }

    String ack(long id, @Nullable Object... args) {
        return "[\"ack\"," + id + ",[" + values(args) + "]]";
    }

    String failure(long id, String code, String message) {
        return "[\"err\"," + id + "," + value(code) + "," + value(message) + "]";
    }

    private String values(@Nullable Object... args) {
        return Arrays.stream(args).map(this::value).collect(Collectors.joining(","));
    }

    private String value(@Nullable Object value) {
        return new String(json.write(BinaryText.escaped(value)), StandardCharsets.UTF_8);
    }

    /** The kind of a frame; empty for a heartbeat. */
    String kind(String frame) {
        List<String> elements = elements(frame);
        return elements.isEmpty() ? "" : text(elements.get(0));
    }

    long id(String frame) {
        return number(elements(frame).get(1));
    }

    String welcome(String frame) {
        Object sid = object(elements(frame).get(1)).get("sid");
        return String.valueOf(sid);
    }

    ProbeEvent event(String frame) {
        List<String> elements = elements(frame);
        String args = elements.get(3);
        String inside = args.substring(1, args.length() - 1);
        return new ProbeEvent(text(elements.get(2)), list(args), inside, number(elements.get(1)));
    }

    /** The arguments of an ack; what a join's {@code ok} says is one argument. */
    List<@Nullable Object> replyArgs(String frame) {
        List<String> elements = elements(frame);
        String last = elements.size() < 3 ? "[]" : elements.get(2);
        return last.startsWith("[") ? list(last) : list("[" + last + "]");
    }

    Refusal refusal(String frame) {
        List<String> elements = elements(frame);
        return Refusal.of(text(elements.get(2)), text(elements.get(3)));
    }

    Signal.Missed gap(String frame) {
        List<String> elements = elements(frame);
        String rooms = elements.get(1);
        Set<String> names = rooms.startsWith("[")
                ? list(rooms).stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of();
        return new Signal.Missed("/", names, text(elements.get(2)));
    }

    Signal.Bye goodbye(String frame) {
        List<String> elements = elements(frame);
        Optional<Signal.Advice> advice =
                elements.get(3).equals("false") ? Optional.empty() : Optional.of(advice(object(elements.get(3))));
        return new Signal.Bye((int) number(elements.get(1)), text(elements.get(2)), advice);
    }

    private static Signal.Advice advice(Map<?, ?> object) {
        return new Signal.Advice(millis(object.get("after")), millis(object.get("jitter")));
    }

    private static Duration millis(@Nullable Object number) {
        return Duration.ofMillis(number instanceof Number millis ? millis.longValue() : -1);
    }

    /** The elements of a frame, each as its text. */
    private List<String> elements(String frame) {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        int[] offsets = json.elements(bytes, 0, bytes.length, WIDE);
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < offsets.length; i += 2) {
            elements.add(new String(bytes, offsets[i], offsets[i + 1] - offsets[i], StandardCharsets.UTF_8));
        }
        return elements;
    }

    private @Nullable Object read(String text) {
        return BinaryText.unescaped(json.read(text.getBytes(StandardCharsets.UTF_8), ANY));
    }

    private String text(String element) {
        return read(element) instanceof String text ? text : fail("a string", element);
    }

    private long number(String element) {
        return read(element) instanceof Long number ? number : Long.parseLong(fail("a number", element));
    }

    private Map<?, ?> object(String element) {
        if (read(element) instanceof Map<?, ?> map) {
            return map;
        }
        throw new AssertionError("an object was expected instead of " + element);
    }

    /** All elements of a frame, decoded. */
    List<@Nullable Object> array(String frame) {
        return list(frame);
    }

    private List<@Nullable Object> list(String element) {
        if (read(element) instanceof List<?> list) {
            return new ArrayList<@Nullable Object>(list);
        }
        throw new AssertionError("an array was expected instead of " + element);
    }

    private static String fail(String wanted, String element) {
        throw new AssertionError(wanted + " was expected instead of " + element);
    }
}
