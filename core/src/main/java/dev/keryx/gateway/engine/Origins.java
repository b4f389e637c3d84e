package dev.keryx.gateway.engine;

import dev.keryx.gateway.link.LinkRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may connect. A browser says where a page came from; a client that says nothing is no browser, and there is no
 * page to protect. Compared as a whole: scheme, host and port, never a part of a name.
 */
final class Origins {
    /** Empty: only pages from where the request itself goes. */
    private final Set<String> allowed;

    /** @throws IllegalArgumentException where one is no origin */
    Origins(List<String> allowed) {
        this.allowed = allowed.stream()
                .map(origin -> {
                    String canonical = canonical(origin);
                    if (canonical == null) {
                        throw new IllegalArgumentException("no origin such as https://example.org: " + origin);
                    }
                    return canonical;
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean allow(LinkRequest request) {
        Optional<String> origin = request.http().header("Origin");
        if (origin.isEmpty()) {
            return true;
        }
        String canonical = canonical(origin.get());
        if (canonical == null) {
            return false;
        }
        return allowed.isEmpty() ? canonical.equals(own(request)) : allowed.contains(canonical);
    }

    private static @Nullable String own(LinkRequest request) {
        return request.http()
                .header("Host")
                .map(host -> canonical((request.secure() ? "https://" : "http://") + host))
                .orElse(null);
    }

    /** Lower case, with the port even where it is the scheme's own; null where it is no origin, {@code null} included. */
    private static @Nullable String canonical(String origin) {
        String text = origin.toLowerCase(Locale.ROOT);
        int defaultPort;
        if (text.startsWith("https://")) {
            defaultPort = 443;
        } else if (text.startsWith("http://")) {
            defaultPort = 80;
        } else {
            return null;
        }
        String authority = text.substring(text.indexOf("//") + 2);
        int colon = authority.lastIndexOf(':');
        if (colon < authority.lastIndexOf(']')) {
            colon = -1;
        }
        String host = colon < 0 ? authority : authority.substring(0, colon);
        String port = colon < 0 ? Integer.toString(defaultPort) : authority.substring(colon + 1);
        if (!host.matches("[a-z0-9._-]+|\\[[0-9a-f:.]+]") || !port.matches("[1-9][0-9]{0,4}")) {
            return null;
        }
        return text.substring(0, text.indexOf("//") + 2) + host + ":" + port;
    }
}
