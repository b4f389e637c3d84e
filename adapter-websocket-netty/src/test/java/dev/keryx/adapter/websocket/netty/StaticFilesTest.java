package dev.keryx.adapter.websocket.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Payload;
import dev.keryx.gateway.WebResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {
    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void files() throws IOException {
        root = Files.createDirectories(folder.resolve("root/sub.d")).getParent();
        Files.writeString(root.resolve("index.html"), "home");
        Files.writeString(root.resolve("sub.d/page.HTML"), "page");
        Files.writeString(root.resolve("app.js"), "code");
        Files.writeString(root.resolve(".secret.txt"), "secret");
        Files.writeString(root.resolve("bare"), "bare");
        Files.writeString(folder.resolve("outside.txt"), "outside");
        Files.createSymbolicLink(root.resolve("link.txt"), folder.resolve("outside.txt"));
    }

    private static WebResponse get(StaticFiles files, String method, String path) throws IOException {
        return files.handle(new NettyRequest(
                        method,
                        path,
                        path,
                        HeaderLines.of(EmptyHttpHeaders.INSTANCE),
                        Payload.empty(),
                        new InetSocketAddress("127.0.0.1", 1)))
                .join();
    }

    @ParameterizedTest
    @CsvSource({
        "/, home, text/html; charset=utf-8",
        "/index.html, home, text/html; charset=utf-8",
        "/sub.d/page.HTML, page, text/html; charset=utf-8",
        "/app.js, code, text/javascript; charset=utf-8"
    })
    void servesFilesWithTheirType(String path, String body, String type) throws IOException {
        WebResponse response = get(StaticFiles.in(root), "GET", path);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body().utf8()).isEqualTo(body);
        assertThat(response.headers().get("Content-Type")).contains(type);
        assertThat(response.headers().get("X-Content-Type-Options")).contains("nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../outside.txt",
                "/sub.d/../../outside.txt",
                "/..\\outside.txt",
                "//outside.txt",
                "/./index.html",
                "/link.txt",
                "/.secret.txt",
                "/bare",
                "/sub.d",
                "/sub.d/",
                "/none.txt",
                "/C:/x.txt",
                "/index.html/",
                "/index.html/x.txt"
            })
    void servesNothingElse(String path) throws IOException {
        assertThat(get(StaticFiles.in(root), "GET", path).status()).isEqualTo(404);
    }

    @Test
    void onlyReads() throws IOException {
        assertThat(get(StaticFiles.in(root), "HEAD", "/").status()).isEqualTo(200);
        assertThat(get(StaticFiles.in(root), "POST", "/").status()).isEqualTo(405);
    }

    @Test
    void servesTheClassPathAndListsNothing() throws IOException {
        StaticFiles files = StaticFiles.in(StaticFilesTest.class, "/");
        assertThat(get(files, "GET", "/logback-test.xml").status()).isEqualTo(200);
        assertThat(get(files, "GET", "/dev/").status()).isEqualTo(404);
        assertThat(get(files, "GET", "/dev").status()).isEqualTo(404);
        assertThat(get(StaticFiles.in(StaticFilesTest.class, "."), "GET", "/none.txt")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aFolderThatIsNotThereServesNothing() throws IOException {
        assertThat(get(StaticFiles.in(folder.resolve("none")), "GET", "/").status())
                .isEqualTo(404);
    }
}
