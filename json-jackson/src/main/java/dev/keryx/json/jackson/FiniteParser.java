package dev.keryx.json.jackson;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * Reads JSON and refuses the numbers that the wanted type can only hold as infinity, and those whose exponent makes them dear
 * to whoever spells them out.
 */
final class FiniteParser extends JsonParserDelegate {
    /** An exponent beyond this is no number that anybody can use. */
    private static final int MAX_EXPONENT = 999;

    FiniteParser(JsonParser source) {
        super(source);
    }

    static boolean isFinite(BigDecimal value) {
        long exponent = (long) value.precision() - value.scale() - 1;
        boolean spelledOut = value.scale() >= 0 && exponent >= -6;
        return spelledOut || (Math.abs(exponent) <= MAX_EXPONENT && Double.isFinite(value.doubleValue()));
    }

    private <T> T finite(boolean finite, T value) {
        if (!finite) {
            throw new StreamReadException(this, "a number beyond its type");
        }
        return value;
    }

    @Override
    public double getDoubleValue() {
        double value = delegate.getDoubleValue();
        return finite(Double.isFinite(value), value);
    }

    @Override
    public float getFloatValue() {
        float value = delegate.getFloatValue();
        return finite(Float.isFinite(value), value);
    }

    @Override
    public BigDecimal getDecimalValue() {
        BigDecimal value = delegate.getDecimalValue();
        return finite(isFinite(value), value);
    }

    @Override
    public Number getNumberValue() {
        return finite(delegate.getNumberValue());
    }

    @Override
    public Number getNumberValueExact() {
        return finite(delegate.getNumberValueExact());
    }

    private Number finite(Number value) {
        boolean finite = value instanceof BigDecimal decimal
                ? isFinite(decimal)
                : Double.isFinite(value.doubleValue()) || value instanceof BigInteger;
        return finite(finite, value);
    }
}
