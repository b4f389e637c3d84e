package dev.keryx.json.jackson;

import java.math.BigDecimal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.core.util.JsonGeneratorDelegate;

/** Writes JSON and refuses the numbers that JSON cannot say, wherever in a value they stand. */
class StrictGenerator extends JsonGeneratorDelegate {
    StrictGenerator(JsonGenerator target) {
        super(target, false);
    }

    @Override
    public JsonGenerator writeNumber(double value) {
        if (!Double.isFinite(value)) {
            throw new StreamWriteException(this, "JSON has no infinity and no NaN");
        }
        delegate.writeNumber(value);
        return this;
    }

    @Override
    public JsonGenerator writeNumber(float value) {
        if (!Float.isFinite(value)) {
            throw new StreamWriteException(this, "JSON has no infinity and no NaN");
        }
        delegate.writeNumber(value);
        return this;
    }

    /** Refuses what {@link FiniteParser} would refuse to read. */
    @Override
    public JsonGenerator writeNumber(BigDecimal value) {
        if (!FiniteParser.isFinite(value)) {
            throw new StreamWriteException(this, "a number beyond all doubles");
        }
        delegate.writeNumber(value);
        return this;
    }

    @Override
    public JsonGenerator writeArray(double[] values, int offset, int length) {
        writeStartArray(values, length);
        for (int i = offset; i < offset + length; i++) {
            writeNumber(values[i]);
        }
        return writeEndArray();
    }

    /** The delegate has no such method and would go by way of a String. */
    @Override
    public JsonGenerator writeRawValue(SerializableString raw) {
        delegate.writeRawValue(raw);
        return this;
    }
}
