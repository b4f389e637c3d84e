package dev.keryx.adapter.websocket.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keryx.gateway.SocketHandler;
import dev.keryx.gateway.WebHandler;
import dev.keryx.gateway.WebResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private static final SocketHandler SOCKET = new SocketHandler() {
        @Override
        public void text(Socket socket, byte[] utf8) {}

        @Override
        public void binary(Socket socket, byte[] bytes) {}
    };

    private static WebHandler named(String name) {
        return new WebHandler() {
            @Override
            public CompletableFuture<WebResponse> handle(dev.keryx.gateway.WebRequest request) {
                throw new UnsupportedOperationException();
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    private static Routes routes() {
        Map<String, WebHandler> web = new LinkedHashMap<>();
        for (String path : new String[] {"/a/", "/a/b/", "/a/b/exact", "/page"}) {
            web.put(path, named(path));
        }
        return Routes.of("/page", "/health", web, Map.of("/echo", SOCKET));
    }

    @ParameterizedTest
    @CsvSource({
        "/a/, /a/",
        "/a/x, /a/",
        "/a/b, /a/",
        "/a/b/x, /a/b/",
        "/a/b/exact, /a/b/exact",
        "/a/b/exactly, /a/b/",
        "/page, /page"
    })
    void theExactPathWinsThenTheLongest(String path, String handler) {
        assertThat(routes().plainAt(path)).asString().contains("handler=" + handler + "]");
    }

    @Test
    void aWebSocketsPathIsExact() {
        assertThat(routes().socketAt("/page")).isInstanceOf(Route.Gateway.class);
        assertThat(routes().socketAt("/echo")).isInstanceOf(Route.Socket.class);
        assertThat(routes().socketAt("/echo/")).isInstanceOf(Route.Nowhere.class);
        assertThat(routes().socketAt("/a/")).isInstanceOf(Route.Nowhere.class);
    }

    @Test
    void aPlainRequestMayFindASocketOrNothing() {
        assertThat(routes().plainAt("/echo")).isInstanceOf(Route.Socket.class);
        assertThat(routes().plainAt("/health")).isInstanceOf(Route.Health.class);
        assertThat(routes().plainAt("/health/x")).isInstanceOf(Route.Nowhere.class);
        assertThat(routes().plainAt("/a")).isInstanceOf(Route.Nowhere.class);
    }

    @Test
    void twoHandlersForOnePathAreAFault() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Routes.of("/x", null, Map.of(), Map.of("/x", SOCKET)))
                .withMessageContaining("/x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Routes.of("/x", "/h", Map.of("/h", named("h")), Map.of()))
                .withMessageContaining("/h");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyGateway.builder().http("/h", named("1")).http("/h", named("2")))
                .withMessageContaining("/h");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "/../x", "/x/./y", "/x?y", "/x#y", "/\u0000"})
    void aPathMustBeClean(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyGateway.builder().path(path));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void aPortMustBeOne(int port) {
        assertThatIllegalArgumentException().isThrownBy(() -> NettyGateway.at(port));
    }
}
