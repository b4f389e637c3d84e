package dev.keryx.simulation;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link FakeClient} introduces itself. Immutable; begin with {@link #DEFAULT}.
 *
 * @param namespace its path
 * @param auth credentials, a value with a JSON form; null for none
 * @param headers of the request, by name in lower case; cookies stand in one of them
 * @param query parameters of the request
 * @param address where it comes from; null: an address that no other client has
 */
public record ClientSpec(
        String namespace,
        @Nullable Object auth,
        Map<String, String> headers,
        Map<String, String> query,
        @Nullable InetAddress address) {
    /** In the namespace {@code /}, without credentials. */
    public static final ClientSpec DEFAULT = new ClientSpec("/", null, Map.of(), Map.of(), null);

    /**
     * Copies the maps, so that later changes to them change nothing.
     *
     * @param namespace its path
     * @param auth credentials for the handshake, a value with a JSON form; null for none
     * @param headers of the request, by name in lower case; cookies stand in one of them
     * @param query parameters of the request
     * @param address where it comes from; null: an address that no other client has
     */
    public ClientSpec {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }

    /**
     * Another namespace.
     *
     * @param path of it
     * @return a changed copy
     */
    public ClientSpec namespace(String path) {
        return new ClientSpec(path, auth, headers, query, address);
    }

    /**
     * Credentials, which the handshake reads with {@code auth(…)}.
     *
     * @param credentials a value with a JSON form
     * @return a changed copy
     */
    public ClientSpec auth(@Nullable Object credentials) {
        return new ClientSpec(namespace, credentials, headers, query, address);
    }

    /**
     * A header of the request.
     *
     * @param name in any case
     * @param value replaces an earlier one
     * @return a changed copy
     */
    public ClientSpec header(String name, String value) {
        return new ClientSpec(namespace, auth, with(headers, name.toLowerCase(Locale.ROOT), value), query, address);
    }

    /**
     * A cookie, besides those it has.
     *
     * @param name of it
     * @param value as it is
     * @return a changed copy
     */
    public ClientSpec cookie(String name, String value) {
        String cookie = name + "=" + value;
        String before = headers.get("cookie");
        return header("cookie", before == null ? cookie : before + "; " + cookie);
    }

    /**
     * A parameter of the request's query.
     *
     * @param name of it
     * @param value decoded
     * @return a changed copy
     */
    public ClientSpec query(String name, String value) {
        return new ClientSpec(namespace, auth, headers, with(query, name, value), address);
    }

    /**
     * Where it comes from, for limits by address.
     *
     * @param address of the client
     * @return a changed copy
     */
    public ClientSpec from(InetAddress address) {
        return new ClientSpec(namespace, auth, headers, query, Objects.requireNonNull(address, "address"));
    }

    private static Map<String, String> with(Map<String, String> map, String name, String value) {
        Map<String, String> more = new TreeMap<>(map);
        more.put(name, value);
        return more;
    }
}
