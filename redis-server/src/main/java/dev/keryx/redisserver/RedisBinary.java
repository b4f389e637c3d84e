package dev.keryx.redisserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The Redis program on disk: copied out of its jar once per JVM, into a folder of this JVM's own, and removed with it.
 */
final class RedisBinary {
    private static @Nullable Path extracted;

    private RedisBinary() {}

    /** Where the program is; copies and checks it at the first call. */
    static synchronized Path path() {
        if (extracted == null) {
            extracted = extract(RedisBuild.ofThisMachine());
        }
        return extracted;
    }

    static Path extract(RedisBuild build) {
        Path folder = Folders.temporary();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(folder), "keryx-redis-binary"));
        Path program = folder.resolve("redis-server");
        String found = copy(build, program);
        if (!found.equals(build.sha256())) {
            throw new IllegalStateException("The resource " + build.resource()
                    + " is not the Redis that is expected: SHA-256 " + found + " instead of " + build.sha256());
        }
        return program;
    }

    private static String copy(RedisBuild build, Path program) {
        MessageDigest digest = sha256();
        try (InputStream in = RedisBinary.class.getResourceAsStream(build.resource())) {
            if (in == null) {
                throw new IllegalStateException(
                        build.resource() + " is missing: is org.signal:embedded-redis on the class path?");
            }
            try (DigestOutputStream out = new DigestOutputStream(Files.newOutputStream(program), digest)) {
                in.transferTo(out);
            }
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot put Redis at " + program, e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }
}
