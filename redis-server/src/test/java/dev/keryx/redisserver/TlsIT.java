package dev.keryx.redisserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

class TlsIT {
    private final SelfSigned identity = SelfSigned.create();

    @Test
    void isSpokenToThoseWhoTrustTheCertificate() throws Exception {
        try (RedisServer redis = RedisServer.builder().tls(identity).start()) {
            assertThat(ping(trusting(), redis)).isEqualTo("+PONG");
            redis.restart();
            assertThat(ping(trusting(), redis)).isEqualTo("+PONG");
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> ping(SSLContext.getDefault(), redis));
        }
    }

    @Test
    void isSpokenByNoOther() {
        try (RedisServer redis = RedisServer.builder().start()) {
            assertThatIllegalStateException().isThrownBy(redis::tlsUri).withMessageContaining("tls-port");
        }
    }

    @Test
    void letsUsersInByTheirPasswordsOnly() {
        try (RedisServer redis = RedisServer.builder()
                .config("user", "app", "on", ">secret", "allchannels", "+@all")
                .start()) {
            assertThat(redis.ask("AUTH", "app", "secret")).isEqualTo("OK");
            assertThatIllegalStateException()
                    .isThrownBy(() -> redis.ask("AUTH", "app", "wrong"))
                    .withMessageStartingWith("WRONGPASS");
        }
    }

    private static String ping(SSLContext context, RedisServer redis) throws Exception {
        URI uri = URI.create(redis.tlsUri());
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
        }
    }

    private SSLContext trusting() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(identity.store())) {
            store.load(in, identity.password().toCharArray());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
