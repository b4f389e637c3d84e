package dev.keryx.adapter.inmemory;

import dev.keryx.Payload;
import dev.keryx.gateway.WebRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** What a client in memory asks with: no header, no cookie, from this machine. */
final class InMemoryRequest implements WebRequest {
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
        return Optional.empty();
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
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
