package dev.keryx.simulation;

import dev.keryx.Payload;
import dev.keryx.gateway.WebRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a client's handshake shows of the request that opened its wire. */
final class ClientRequest implements WebRequest {
    private static final Pattern COOKIES = Pattern.compile("; ", Pattern.LITERAL);

    private final ClientSpec spec;
    private final InetSocketAddress remote;

    ClientRequest(ClientSpec spec) {
        this.spec = spec;
        InetAddress address = spec.address();
        remote = new InetSocketAddress(address == null ? InetAddress.getLoopbackAddress() : address, 0);
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(spec.query().get(name));
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(spec.headers().get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public Optional<String> cookie(String name) {
        return COOKIES.splitAsStream(spec.headers().getOrDefault("cookie", ""))
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(name.length() + 1))
                .findFirst();
    }

    @Override
    public Payload body() {
        return Payload.empty();
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }
}
