package dev.keryx.adapter.websocket.netty;

import dev.keryx.Payload;
import dev.keryx.gateway.WebRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request as plain strings, so that it can outlive the wire's buffers. Immutable. */
final class NettyRequest implements WebRequest {
    private final String method;
    private final String path;
    private final String uri;
    private final HeaderLines headers;
    private final Payload body;
    private final InetSocketAddress remote;

    /**
     * A request.
     *
     * @param path decoded
     * @param uri as it came, for the query
     */
    NettyRequest(String method, String path, String uri, HeaderLines headers, Payload body, InetSocketAddress remote) {
        this.method = method;
        this.path = path;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
        this.remote = remote;
    }

    NettyRequest with(Payload content) {
        return new NettyRequest(method, path, uri, headers, content, remote);
    }

    int headerCount() {
        return headers.count();
    }

    /** All headers of a name, in order. */
    List<String> all(String name) {
        return headers.all(name);
    }

    boolean repeats(String name) {
        return headers.repeats(name);
    }

    /** The elements of a comma-separated header, in order, without white space and empty ones. */
    List<String> tokens(String name) {
        List<String> tokens = new ArrayList<>();
        for (String line : all(name)) {
            for (String token : line.split(",", -1)) {
                if (!token.isBlank()) {
                    tokens.add(token.strip());
                }
            }
        }
        return tokens;
    }

    boolean hasToken(String name, String token) {
        for (String one : tokens(name)) {
            if (one.equalsIgnoreCase(token)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Optional<String> query(String name) {
        List<String> values = new QueryStringDecoder(uri).parameters().get(name);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.first(name));
    }

    @Override
    public Optional<String> cookie(String name) {
        return all("Cookie").stream()
                .flatMap(line -> ServerCookieDecoder.STRICT.decodeAll(line).stream())
                .filter(cookie -> cookie.name().equals(name))
                .map(Cookie::value)
                .findFirst();
    }

    @Override
    public Payload body() {
        return body;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    /** Method and path: queries, headers and bodies may be secret. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
