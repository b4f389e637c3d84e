package dev.keryx.adapter.websocket.netty;

import dev.keryx.Headers;
import dev.keryx.Payload;
import dev.keryx.gateway.WebHandler;
import dev.keryx.gateway.WebRequest;
import dev.keryx.gateway.WebResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files of a folder, or of the class path, by the path of the request; a path that ends with a slash is its {@code
 * index.html}. Made for a demo or a small page: files are read whole at each request, 16 MiB at most, and nothing is cached.
 * Nothing outside of the folder is ever served, also not by a symbolic link, and no file whose name begins with a dot.
 */
public final class StaticFiles implements WebHandler {
    private static final int MOST_BYTES = 16 << 20;
    private static final String UNKNOWN_TYPE = "application/octet-stream";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("wasm", "application/wasm"));

    /** Opens a file by its relative name; null where there is none. */
    @FunctionalInterface
    private interface Source {
        @Nullable
        InputStream open(String name) throws IOException;
    }

    private final Source source;

    private StaticFiles(Source source) {
        this.source = source;
    }

    /**
     * The files of a folder of the file system, as they are at each request.
     *
     * @param folder links inside it are followed, but never out of it
     * @return a handler for {@link NettyGateway.Builder#http}
     */
    public static StaticFiles in(Path folder) {
        Objects.requireNonNull(folder, "folder");
        return new StaticFiles(name -> open(folder, name));
    }

    /**
     * The files of a folder beside a class, on its class path.
     *
     * @param beside a class of the application
     * @param folder relative to the class's package, or absolute with a leading slash
     * @return a handler for {@link NettyGateway.Builder#http}
     */
    public static StaticFiles in(Class<?> beside, String folder) {
        Objects.requireNonNull(beside, "beside");
        String prefix = folder.endsWith("/") ? folder : folder + "/";
        return new StaticFiles(name -> beside.getResourceAsStream(prefix + name));
    }

    private static @Nullable InputStream open(Path folder, String name) throws IOException {
        try {
            Path root = folder.toRealPath();
            Path file = root.resolve(name).toRealPath();
            return file.startsWith(root) && Files.isRegularFile(file) ? Files.newInputStream(file) : null;
        } catch (InvalidPathException | FileSystemException absent) {
            return null;
        }
    }

    @Override
    public CompletableFuture<WebResponse> handle(WebRequest request) throws IOException {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return done(WebResponse.text(405, "GET and HEAD only"));
        }
        String path = request.path().endsWith("/") ? request.path() + "index.html" : request.path();
        String name = path.substring(1);
        if (!isServed(name)) {
            return done(WebResponse.text(404, "nothing here"));
        }
        try (InputStream file = source.open(name)) {
            return done(file == null ? WebResponse.text(404, "nothing here") : response(name, file));
        }
    }

    private static CompletableFuture<WebResponse> done(WebResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    /** A name must have an ending: a folder of the class path would else be served as a list of its files. */
    private static boolean isServed(String name) {
        if (name.indexOf('\\') >= 0 || name.indexOf(':') >= 0 || ending(name).isEmpty()) {
            return false;
        }
        for (String segment : name.split("/", -1)) {
            if (segment.isEmpty() || segment.startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= name.lastIndexOf('/') ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static WebResponse response(String name, InputStream file) throws IOException {
        byte[] content = file.readNBytes(MOST_BYTES + 1);
        if (content.length > MOST_BYTES) {
            return WebResponse.text(404, "larger than " + MOST_BYTES + " bytes");
        }
        Headers headers = Headers.of("Content-Type", TYPES.getOrDefault(ending(name), UNKNOWN_TYPE))
                .with("Cache-Control", "no-cache")
                .with("X-Content-Type-Options", "nosniff");
        return new WebResponse(200, headers, Payload.giving(content));
    }
}
