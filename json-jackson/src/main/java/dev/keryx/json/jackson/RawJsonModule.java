package dev.keryx.json.jackson;

import dev.keryx.Payload;
import dev.keryx.RawJson;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Teaches Jackson to copy {@link RawJson} through, and to keep a part of a text as such. */
final class RawJsonModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    RawJsonModule() {
        super("keryx-raw-json");
        addSerializer(RawJson.class, new Writer());
        addDeserializer(RawJson.class, new Reader());
    }

    private static final class Writer extends StdSerializer<RawJson> {
        Writer() {
            super(RawJson.class);
        }

        @Override
        public void serialize(RawJson value, JsonGenerator generator, SerializationContext context) {
            generator.writeRawValue(new RawText(value.text()));
        }
    }

    private static final class Reader extends StdDeserializer<RawJson> {
        Reader() {
            super(RawJson.class);
        }

        /** A binary value in it becomes base64 text, since there is no other place for it. */
        @Override
        public RawJson deserialize(JsonParser parser, DeserializationContext context) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (JsonGenerator copy = JsonMapper.shared().createGenerator(out)) {
                int depth = 0;
                JsonToken token = parser.currentToken();
                while (token != null) {
                    copyToken(token, parser, copy);
                    depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                    token = depth == 0 ? null : parser.nextToken();
                }
            }
            return new RawJson(Payload.giving(out.toByteArray()));
        }

        private static void copyToken(JsonToken token, JsonParser parser, JsonGenerator copy) {
            if (token.isNumeric()) {
                copy.writeNumber(parser.getString()); // digit by digit: 1.50 stays 1.50
            } else {
                copy.copyCurrentEvent(parser);
            }
        }

        @Override
        public RawJson getNullValue(DeserializationContext context) {
            return RawJson.of("null");
        }
    }
}
