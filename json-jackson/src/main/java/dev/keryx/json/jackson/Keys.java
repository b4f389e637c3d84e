package dev.keryx.json.jackson;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The keys of the objects that a scan is inside of. They are looked at when their object ends: a few by comparing each with
 * each, many by sorting their hashes. Nothing is made per key but three numbers in one array that is used again and again.
 */
final class Keys {
    /** So that nobody can choose keys of equal hash. */
    private static final int SEED = ThreadLocalRandom.current().nextInt();

    /** Up to so many keys, comparing each with each is cheaper than sorting. */
    private static final int FEW = 8;

    private static final int[] NONE = {};

    private static final int HASH = 0;
    private static final int START = 1;
    private static final int END = 2;
    private static final int WIDTH = 3;

    private final Tokens tokens;
    private final int most;

    /** Of each key: its hash, its first byte, the byte after its last; the complement where it holds an escape. */
    private int[] keys = NONE;

    private int size;
    private int[] firsts = NONE;
    private int open;

    Keys(Tokens tokens, int most) {
        this.tokens = tokens;
        this.most = most;
    }

    void openObject() {
        if (open == firsts.length) {
            firsts = Arrays.copyOf(firsts, Math.max(4, 2 * open));
        }
        firsts[open++] = size;
    }

    /** A key of the innermost object, without its quotes. */
    void add(int start, int end) {
        if (size - firsts[open - 1] == most) {
            throw tokens.bad("an object of more than " + most + " keys", start);
        }
        int place = WIDTH * size++;
        if (place == keys.length) {
            keys = Arrays.copyOf(keys, Math.max(WIDTH * FEW, 2 * place));
        }
        int hash = SEED;
        boolean plain = true;
        for (int i = start; i < end && plain; i++) {
            plain = tokens.text[i] != '\\';
            hash = (hash ^ tokens.text[i]) * 0x01000193;
        }
        keys[place + HASH] = plain ? hash : hash(unescaped(start, end).getBytes(StandardCharsets.UTF_8));
        keys[place + START] = start;
        keys[place + END] = plain ? end : ~end;
    }

    private static int hash(byte[] key) {
        int hash = SEED;
        for (byte b : key) {
            hash = (hash ^ b) * 0x01000193;
        }
        return hash;
    }

    void closeObject() {
        int first = firsts[--open];
        if (size - first <= FEW) {
            compareEach(first);
        } else {
            compareSorted(first);
        }
        size = first;
    }

    private void compareEach(int first) {
        for (int i = first + 1; i < size; i++) {
            for (int j = first; j < i; j++) {
                if (keys[WIDTH * i + HASH] == keys[WIDTH * j + HASH]) {
                    refuseEqual(i, j);
                }
            }
        }
    }

    private void compareSorted(int first) {
        long[] sorted = new long[size - first];
        for (int i = first; i < size; i++) {
            sorted[i - first] = ((long) keys[WIDTH * i + HASH] << 32) | i;
        }
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++) {
            for (int j = i - 1; j >= 0 && sorted[i] >> 32 == sorted[j] >> 32; j--) {
                refuseEqual((int) sorted[i], (int) sorted[j]);
            }
        }
    }

    private void refuseEqual(int one, int other) {
        int start = keys[WIDTH * one + START];
        int end = keys[WIDTH * one + END];
        int otherStart = keys[WIDTH * other + START];
        int otherEnd = keys[WIDTH * other + END];
        boolean equal = (end >= 0 && otherEnd >= 0)
                ? Arrays.equals(tokens.text, start, end, tokens.text, otherStart, otherEnd)
                : unescaped(start, end).equals(unescaped(otherStart, otherEnd));
        if (equal) {
            throw tokens.bad("a key for the second time", start);
        }
    }

    /** The key as it is meant. It has been scanned, so every escape is whole. */
    private String unescaped(int start, int end) {
        String raw = new String(tokens.text, start, (end < 0 ? ~end : end) - start, StandardCharsets.UTF_8);
        StringBuilder meant = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                meant.append(c);
                continue;
            }
            char escape = raw.charAt(++i);
            if (escape == 'u') {
                meant.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                i += 4;
            } else {
                int control = "bfnrt".indexOf(escape);
                meant.append(control < 0 ? escape : "\b\f\n\r\t".charAt(control));
            }
        }
        return meant.toString();
    }
}
