package dev.keryx.examples;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where to listen, from the command line; whoever mistypes it is told the option and the value. */
final class PortNumber implements ITypeConverter<Integer> {
    private static final int LAST = 0xFFFF;

    @Override
    public Integer convert(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= LAST) {
                return port;
            }
        } catch (NumberFormatException noNumber) {
            // Refused like a number that is out of range.
        }
        throw new TypeConversionException("'" + text + "' is not a port, which is a number from 0 to " + LAST);
    }
}
