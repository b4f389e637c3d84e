package dev.keryx.redisserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A key and its certificate for {@code localhost} and {@code 127.0.0.1}, which nobody but its maker vouches for. */
public final class SelfSigned {
    private static final String ALIAS = "redis";
    private static final String PASSWORD = "keryx-test";

    private final Path folder = Folders.temporary();

    private SelfSigned() {}

    /** {@return a new key with its certificate, in files that are gone when this JVM ends} */
    public static SelfSigned create() {
        SelfSigned made = new SelfSigned();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(made.folder), "keryx-redis-certificate"));
        made.make();
        return made;
    }

    private void make() {
        run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "30",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-ext",
                "BC=ca:true",
                "-storetype",
                "PKCS12",
                "-keystore",
                store().toString(),
                "-storepass",
                PASSWORD));
        try (InputStream in = Files.newInputStream(store())) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            write(
                    key(),
                    "PRIVATE KEY",
                    keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
            write(certificate(), "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a certificate", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot make a certificate", e);
        }
    }

    private static void run(List<String> command) {
        try {
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run keytool", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while making a certificate", e);
        }
    }

    private static void write(Path file, String what, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }

    /** {@return the PKCS12 file that holds the key and the certificate, for a client to trust} */
    public Path store() {
        return folder.resolve("redis.p12");
    }

    /** {@return the password of {@link #store()}} */
    public String password() {
        return PASSWORD;
    }

    /** {@return the certificate as PEM, for Redis, or for a client to trust} */
    public Path certificate() {
        return folder.resolve("redis.crt");
    }

    private Path key() {
        return folder.resolve("redis.key");
    }

    /** How Redis is told of it. */
    Map<String, String> directives() {
        String certificate = certificate().toString();
        return Map.of("tls-cert-file", certificate, "tls-key-file", key().toString(), "tls-ca-cert-file", certificate);
    }
}
