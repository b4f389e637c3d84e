package dev.keryx.examples;

import dev.keryx.KeryxException;
import dev.keryx.adapter.redis.RedisMessageBus;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where Redis is, from the command line; whoever mistypes it is told the option and the value, but for the password. */
final class RedisAddress implements ITypeConverter<String> {
    private static final String USER_INFO = "^([a-z+-]+://)?.*@";

    /** What follows a colon and is no port may be a password whose {@code @} was forgotten. */
    private static final String NO_PORT = ":(?!//|\\d{1,5}([,/?#]|$)).*";

    @Override
    public String convert(String text) {
        try {
            RedisMessageBus.at(text); // Making a bus does no I/O, so this only reads the address.
            return text;
        } catch (IllegalArgumentException | KeryxException wrong) {
            throw new TypeConversionException("'" + withoutPassword(text) + "': " + wrong.getMessage());
        }
    }

    static String withoutPassword(String text) {
        return text.replaceFirst(USER_INFO, "$1***@").replaceFirst(NO_PORT, ":***");
    }
}
