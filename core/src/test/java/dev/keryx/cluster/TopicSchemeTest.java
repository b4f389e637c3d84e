package dev.keryx.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.NodeId;
import dev.keryx.bus.Topic;
import dev.keryx.gateway.link.Relay.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicSchemeTest {
    private final TopicScheme topics = new TopicScheme("default");

    @Test
    void topicsAreAsTheTableSays() {
        NodeId node = new NodeId(1);
        assertThat(topics.control().name()).isEqualTo("kx.default.ctl");
        assertThat(topics.node(node).name()).isEqualTo("kx.default.n." + node);
        assertThat(topics.namespace("/").name()).isEqualTo("kx.default.ns.=2F");
        assertThat(topics.room("/admin", "lobby-1_A").name()).isEqualTo("kx.default.r.=2Fadmin.lobby-1_A");
        assertThat(topics.user("ada").name()).isEqualTo("kx.default.u.ada");
    }

    @Test
    void scopesHaveTheTopicsOfWhatTheyName() {
        assertThat(topics.of("/", new Scope.Room("a"))).isEqualTo(topics.room("/", "a"));
        assertThat(topics.of("/", new Scope.User("a"))).isEqualTo(topics.user("a"));
        assertThat(topics.of("/", new Scope.Everybody())).isEqualTo(topics.namespace("/"));
    }

    @Test
    void whatMeansSomethingToABrokerIsEscaped() {
        assertThat(topics.user("{a}.*=~é").name()).isEqualTo("kx.default.u.=7Ba=7D=2E=2A=3D=7E=C3=A9");
    }

    @Test
    void aLongRoomIsHashedAndKeepsItsNamespace() {
        String name = topics.room("/", "r".repeat(200)).name();
        assertThat(name).startsWith("kx.default.r.=2F.~").hasSize("kx.default.r.=2F.~".length() + 32);
        // SHA-256 of 200 times r begins so.
        assertThat(name).endsWith(".~" + sha("r".repeat(200)));
    }

    private static String sha(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNamespaceThatLeavesNoPlaceIsHashedToo() {
        String name = topics.room("/" + "n".repeat(254), "a").name();
        assertThat(name).matches("kx\\.default\\.r\\.~[0-9a-f]{32}\\.a");
    }

    @Test
    void differentNamesHaveDifferentTopicsOfPlainCharactersAndBoundedLength() {
        Samples samples = new Samples(7);
        TopicScheme longest = new TopicScheme("c".repeat(64));
        Map<Topic, String> seen = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String namespace = "/" + samples.name(60);
            String room = samples.name(60);
            Topic topic = longest.room(namespace, room);
            assertThat(topic.name()).matches("[A-Za-z0-9_=~.-]{1,200}");
            String before = seen.put(topic, namespace + "\n" + room);
            assertThat(before == null || before.equals(namespace + "\n" + room)).isTrue();
        }
    }
}
