package dev.keryx.json.jackson;

import dev.keryx.ErrorCode;
import dev.keryx.Json;
import dev.keryx.JsonArgs;
import dev.keryx.JsonLimits;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.RawJson;
import dev.keryx.TypeRef;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.ByteBufferBackedInputStream;

/**
 * The {@link Json} port by Jackson 3. Found by {@link java.util.ServiceLoader} where nothing else is given; or made with the
 * application's own mapper, for its modules and naming.
 *
 * <p>What is strict about the text (duplicate keys, UTF-8, limits, numbers, nothing after the value) is checked by Keryx
 * before Jackson sees it, so no mapper can loosen it; a number that its type can hold as infinity only is refused whatever the mapper. What is strict about binding (no coercion between text, numbers and
 * booleans, no fraction cut off, no class named by the text) is the default mapper's, and the application's own mapper's own
 * affair. Unknown keys are ignored by the default mapper.
 *
 * <p>Safe to use from several threads. Making one does no I/O and starts no thread.
 */
public final class JacksonJson implements Json {
    /**
     * What a text may cost that is read as a whole, which comes from other nodes and not from strangers: as deep as Jackson
     * writes, and more keys and longer numbers than any message has on purpose.
     */
    public static final JsonLimits READ_LIMITS = new JsonLimits(500, 100_000, 1_000);

    /** Applications name their types in their code, so there are few; a bound all the same. */
    private static final int MAX_READERS = 1_000;

    private final JsonMapper mapper;
    private final ConcurrentMap<Type, ObjectReader> readers = new ConcurrentHashMap<>();

    /** With the strict default mapper. */
    public JacksonJson() {
        this(StrictMapper.build());
    }

    private JacksonJson(JsonMapper mapper) {
        this.mapper = mapper.rebuild().addModule(new RawJsonModule()).build();
    }

    /**
     * With the application's own mapper.
     *
     * @param mapper stays as it is; a copy of it is taught to handle {@link RawJson}
     * @return to be given in the options
     */
    public static JacksonJson over(JsonMapper mapper) {
        return new JacksonJson(mapper);
    }

    /** {@inheritDoc} Binary values are written as base64 text. */
    @Override
    public byte[] write(@Nullable Object value) {
        if (value instanceof RawJson raw) {
            return raw.text().toByteArray();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        writing(value, () -> {
            try (JsonGenerator generator = new StrictGenerator(mapper.createGenerator(out))) {
                mapper.writeValue(generator, value);
            }
        });
        return out.toByteArray();
    }

    /** {@inheritDoc} Within {@link #READ_LIMITS}. Binary values are read from base64 text. */
    @Override
    public <T> @Nullable T read(byte[] json, TypeRef<T> type) {
        Scan.value(json, READ_LIMITS);
        if (type.type() == RawJson.class) {
            return raw(type, Payload.of(json));
        }
        return reading("value", type, reader -> {
            try (JsonParser parser = new FiniteParser(reader.createParser(json))) {
                return reader.readValue(parser);
            }
        });
    }

    @Override
    public JsonArgs writeArgs(List<? extends @Nullable Object> args) {
        if (args.isEmpty()) {
            return JsonArgs.EMPTY;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        ArgsGenerator generator = new ArgsGenerator(mapper.createGenerator(out), out);
        try (generator) {
            generator.writeStartArray();
            for (Object arg : args) {
                writing(arg, () -> mapper.writeValue(generator, arg));
            }
            generator.writeEndArray();
        }
        return generator.args();
    }

    @Override
    public <T> @Nullable T readArg(JsonArgs args, int index, TypeRef<T> type) {
        ArgSpan span = ArgSpan.find(args.text(), index);
        if (span == null) {
            throw new KeryxException(
                    ErrorCode.BAD_VALUE, "no argument " + index + ", there are " + ArgSpan.count(args.text()));
        }
        Payload text = span.of(args.text());
        boolean binary = args.placeholders().stream().anyMatch(span::holds);
        if (type.type() == RawJson.class && !binary) {
            return raw(type, text);
        }
        return reading("argument " + index, type, reader -> {
            try (JsonParser plain = reader.createParser(new ByteBufferBackedInputStream(text.toByteBuffer()));
                    JsonParser whole = new FiniteParser(binary ? Binaries.restore(plain, span, args) : plain)) {
                return reader.readValue(whole);
            }
        });
    }

    @SuppressWarnings({"unchecked", "unused"}) // the type says that T is RawJson
    private static <T> T raw(TypeRef<T> type, Payload text) {
        return (T) new RawJson(text);
    }

    @Override
    public int countArgs(JsonArgs args) {
        return ArgSpan.count(args.text());
    }

    @Override
    public int[] elements(byte[] text, int offset, int length, JsonLimits limits) {
        return Scan.elements(text, offset, length, limits);
    }

    private static void writing(@Nullable Object value, Runnable write) {
        try {
            write.run();
        } catch (JacksonException failure) {
            String type = value == null ? "null" : value.getClass().getName();
            throw new IllegalArgumentException("no JSON form: " + type, failure);
        }
    }

    /** Jackson's own message quotes the text, so neither it nor its exception goes on. */
    private <T> @Nullable T reading(String what, TypeRef<T> type, Reading<T> read) {
        try {
            return read.by(reader(type.type()));
        } catch (JacksonException failure) {
            long place =
                    failure.getLocation() == null ? -1 : failure.getLocation().getByteOffset();
            throw new KeryxException(
                    ErrorCode.BAD_VALUE, what + " is no " + type + (place < 0 ? "" : ", wrong at byte " + place));
        }
    }

    private ObjectReader reader(Type type) {
        ObjectReader known = readers.get(type);
        if (known != null) {
            return known;
        }
        ObjectReader made = mapper.readerFor(mapper.constructType(type));
        if (readers.size() < MAX_READERS) {
            readers.put(type, made);
        }
        return made;
    }

    /**
     * One attempt to read.
     *
     * @param <T> what is wanted
     */
    private interface Reading<T> {
        @Nullable
        T by(ObjectReader reader);
    }
}
