package dev.keryx.proofs.gateway;

import dev.keryx.Payload;
import dev.keryx.gateway.WebRequest;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/** An upgrade request with these headers, their names in lower case. */
record HandRequest(Map<String, String> headers) implements WebRequest {
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
        return Optional.empty();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
    }

    @Override
    public Optional<String> cookie(String name) {
        return Optional.empty();
    }

    @Override
    public Payload body() {
        return Payload.empty();
    }

    @Override
    public InetSocketAddress remote() {
        return InetSocketAddress.createUnresolved("client.test", 1);
    }
}
