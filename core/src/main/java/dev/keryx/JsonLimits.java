package dev.keryx;

/**
 * What a foreign JSON text may cost.
 *
 * @param depth nesting of arrays and objects
 * @param keys keys in one object
 * @param numberChars characters of one number
 */
public record JsonLimits(int depth, int keys, int numberChars) {
    /** Deep and wide enough for any sensible event, and cheap to refuse beyond. */
    public static final JsonLimits DEFAULT = new JsonLimits(32, 256, 64);
}
