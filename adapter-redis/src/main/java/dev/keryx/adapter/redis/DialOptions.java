package dev.keryx.adapter.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How connections are made.
 *
 * @param timeout for a connection to be made and to introduce itself, and for a subscription to be answered
 * @param tls how certificates are checked; Java's own way if null
 */
record DialOptions(
        Duration timeout,
        ProtocolVersion protocol,
        @Nullable SslOptions tls) {
    static DialOptions within(Duration timeout) {
        return new DialOptions(timeout, ProtocolVersion.RESP3, null);
    }

    RedisURI timed(RedisURI uri) {
        return RedisURI.builder(uri).withTimeout(timeout).build();
    }

    /** A subscriber cannot introduce itself anew in RESP2, and Lettuce does not even connect it then. */
    private ClientOptions.ReauthenticateBehavior reauthentication() {
        return protocol == ProtocolVersion.RESP3
                ? ClientOptions.ReauthenticateBehavior.ON_NEW_CREDENTIALS
                : ClientOptions.ReauthenticateBehavior.DEFAULT;
    }

    /** Nothing that comes back by itself; new credentials are used at once where their provider tells of them. */
    ClientOptions clientOptions() {
        ClientOptions.Builder options = ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .reauthenticateBehavior(reauthentication())
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .protocolVersion(protocol)
                .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
                .timeoutOptions(TimeoutOptions.builder()
                        .timeoutSource(new ControlTimeouts(timeout))
                        .build())
                .useHashIndexQueue(false);
        if (tls != null) {
            options.sslOptions(tls);
        }
        return options.build();
    }
}
