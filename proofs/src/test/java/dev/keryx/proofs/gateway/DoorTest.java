package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keryx.Registration;
import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.link.Admission;
import dev.keryx.gateway.link.Door;
import dev.keryx.gateway.link.LinkRequest;
import dev.keryx.proofs.LogLines;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in at all. */
class DoorTest {
    private static int status(Rig rig, boolean secure, @Nullable String host, @Nullable String origin) {
        Map<String, String> headers = new HashMap<>();
        if (host != null) {
            headers.put("host", host);
        }
        if (origin != null) {
            headers.put("origin", origin);
        }
        Admission admission = rig.server.door().admit(new LinkRequest(new HandRequest(headers), List.of(), secure));
        return admission instanceof Admission.Denied denied ? denied.status() : 101;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "false, chat.test, -, 101",
                "false, chat.test, http://chat.test, 101",
                "false, CHAT.test, http://chat.TEST, 101",
                "false, chat.test:80, http://chat.test, 101",
                "false, chat.test:8080, http://chat.test:8080, 101",
                "true, chat.test, https://chat.test, 101",
                "true, chat.test:443, https://chat.test, 101",
                "false, [::1]:8080, http://[::1]:8080, 101",
                "true, chat.test, http://chat.test, 403",
                "false, chat.test, https://chat.test, 403",
                "false, chat.test:8080, http://chat.test, 403",
                "false, chat.test, http://chat.test:81, 403",
                "false, chat.test, http://evil.test, 403",
                "false, chat.test, http://chat.test.evil.test, 403",
                "false, chat.test, http://evilchat.test, 403",
                "false, chat.test, http://evil.test/chat.test, 403",
                "false, chat.test, http://chat.test@evil.test, 403",
                "false, chat.test, http://chat.test/, 403",
                "false, chat.test, chat.test, 403",
                "false, chat.test, //chat.test, 403",
                "false, chat.test, ftp://chat.test, 403",
                "false, chat.test, http://, 403",
                "false, chat.test, http://:80, 403",
                "false, chat.test, http://chat.test:, 403",
                "false, chat.test, http://chat.test:99999999, 403",
                "false, chat.test, null, 403",
                "false, chat.test, '', 403",
                "false, -, http://chat.test, 403",
                "false, -, -, 101"
            })
    void withoutAListAPageMayConnectToWhereItCameFrom(
            boolean secure, @Nullable String host, @Nullable String origin, int status) {
        assertThat(status(new Rig().start(), secure, host, origin)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 101",
                "https://a.test, 101",
                "https://A.test:443, 101",
                "http://b.test:8080, 101",
                "http://b.test, 403",
                "http://a.test, 403",
                "https://sub.a.test, 403",
                "https://a.test.evil.test, 403",
                "https://chat.test, 403",
                "null, 403"
            })
    void withAListOnlyThosePagesMayConnect(@Nullable String origin, int status) {
        Rig rig = new Rig(options -> options.origins("https://a.test", "http://b.test:8080")).start();
        assertThat(status(rig, true, "chat.test", origin)).isEqualTo(status);
        assertThat(rig.gateway.stats().refused()).isEqualTo(status == 403 ? 1 : 0);
    }

    @Test
    void aListOfNoOriginsIsRefusedAtOnce() {
        for (String wrong : List.of("a.test", "null", "*", "https://a.test/", "https://*.a.test")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Rig(options -> options.origins(wrong)));
        }
    }

    @Test
    void theSubprotocolIsTheFirstThatIsKnownAndTheNativeOneWhereNoneIsNamed() {
        Rig rig = new Rig().start();
        Door door = rig.server.door();
        HandRequest http = new HandRequest(Map.of());
        assertThat(door.admit(new LinkRequest(http, List.of(), false)))
                .isInstanceOfSatisfying(Admission.Granted.class, granted -> {
                    assertThat(granted.named()).isFalse();
                    assertThat(granted.protocol().name()).isEqualTo("keryx.v1.json");
                });
        assertThat(door.admit(new LinkRequest(http, List.of("mqtt", "keryx.v1.json"), false)))
                .isInstanceOfSatisfying(
                        Admission.Granted.class,
                        granted -> assertThat(granted.named()).isTrue());
        for (List<String> unknown : List.of(List.of("mqtt"), List.of(""), List.of("KERYX.V1.JSON"))) {
            assertThat(door.admit(new LinkRequest(http, unknown, false)))
                    .isInstanceOfSatisfying(
                            Admission.Denied.class,
                            denied -> assertThat(denied.status()).isEqualTo(400));
        }
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static List<Registration> arrive(Rig rig, int count, int fromAddress) {
        List<Registration> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rig.server.door().arrives(address(fromAddress)).ifPresent(places::add);
        }
        return places;
    }

    private static Rig limited(UnaryOperator<GatewayLimits> limits) {
        return new Rig(Rig.limits(limits)).start();
    }

    @Test
    void wiresAreBoundedInAllFromAnAddressAndPerSecond() {
        assertThat(arrive(limited(limits -> limits.connections(5, 100)), 7, 1)).hasSize(5);
        Rig perAddress = limited(limits -> limits.connections(100, 3));
        List<Registration> places = arrive(perAddress, 5, 1);
        assertThat(places).hasSize(3);
        assertThat(arrive(perAddress, 5, 2)).hasSize(3);
        places.get(0).close();
        places.get(0).close();
        assertThat(arrive(perAddress, 5, 1)).hasSize(1);
        assertThat(perAddress.gateway.stats().refused()).isEqualTo(8);

        Rig perSecond = limited(limits -> limits.acceptsPerSecond(10));
        assertThat(arrive(perSecond, 20, 1)).hasSize(10);
        perSecond.advance(Duration.ofMillis(500));
        assertThat(arrive(perSecond, 20, 1)).hasSize(5);
    }

    @Test
    void limitsCanBeSwitchedOff() {
        Rig rig = limited(limits ->
                limits.connections(GatewayLimits.OFF, GatewayLimits.OFF).acceptsPerSecond(GatewayLimits.OFF));
        assertThat(arrive(rig, 20_000, 1)).hasSize(20_000);
    }

    @Test
    void nobodyIsLetInBeforeTheStart() {
        Rig rig = new Rig();
        assertThat(rig.server.door).isNull();
        rig.start();
        assertThat(rig.server.door().ready()).isTrue();
    }

    @Test
    void failuresOfHandlersOfRequestsAreCountedAndLoggedOnceAMinute() {
        Rig rig = new Rig().start();
        Door door = rig.server.door();
        try (LogLines log = new LogLines()) {
            for (int i = 0; i < 100; i++) {
                door.failed(new HandRequest(Map.of()), new IllegalStateException("by the test"));
            }
            assertThat(log.with("A handler of requests failed"))
                    .singleElement()
                    .asString()
                    .contains("GET /")
                    .contains("IllegalStateException at ");
            rig.advance(Duration.ofMinutes(1));
            door.failed(new HandRequest(Map.of()), new IllegalStateException("by the test"));
            assertThat(log.with("A handler of requests failed")).hasSize(2);
            assertThat(log.with("by the test"))
                    .as("whatever the application says")
                    .isEmpty();
        }
        assertThat(rig.gateway.stats().handlerFailures()).isEqualTo(101);
    }
}
