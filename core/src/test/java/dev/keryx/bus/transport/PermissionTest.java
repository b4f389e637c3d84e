package dev.keryx.bus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keryx.Payload;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.Capability;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.TopicSubscription;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PermissionTest {
    private final MessageBus bus = TransportBus.over(new Nowhere(), BusOptions.DEFAULT);

    /** Is never asked for anything. */
    private static final class Nowhere implements BusTransport {
        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.PATTERNS);
        }

        @Override
        public CompletableFuture<BusLink> open(Sink sink) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> release() {
            return CompletableFuture.completedFuture(null);
        }
    }

    @Test
    void anApplicationIsRefusedTheTopicsOfKeryxItself() {
        TopicSubscription topics = bus.subscribe(SubscribeOptions.DEFAULT, message -> {});
        assertThatThrownBy(() -> bus.publish("kx.a", "text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kx.a");
        assertThatThrownBy(() -> topics.add(Topic.of("kx.a"))).isInstanceOf(IllegalArgumentException.class);
        for (String filter : List.of("kx.a", "kx.*", "kx.**")) {
            assertThatThrownBy(() -> bus.subscribe(filter, message -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(filter);
        }
    }

    @Test
    void whatOnlyLooksSimilarIsNobodysOwn() {
        for (String topic : List.of("kx", "kxa.b", "a.kx.b")) {
            assertThat(bus.publish(topic, "text")).isCompletedExceptionally();
            bus.subscribe(topic, message -> {});
        }
    }

    @Test
    void keryxItselfUsesThemAsTheSameTopics() {
        Topic own = Topic.reserved("kx.a");
        assertThat(own).isEqualTo(Topic.of("kx.a")).hasSameHashCodeAs(Topic.of("kx.a"));
        assertThat(TopicFilter.exactly(own)).isEqualTo(TopicFilter.of("kx.a"));
        assertThat(bus.publish(Message.to(own, Payload.empty()))).isCompletedExceptionally();
        bus.subscribe(TopicFilter.exactly(own), SubscribeOptions.DEFAULT, message -> {});
        bus.subscribe(SubscribeOptions.DEFAULT, message -> {}).add(own);
        assertThatThrownBy(() -> Topic.reserved("a.kx.b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noWildcardMatchesThem() {
        FilterMap<String> map = new FilterMap<>();
        for (String pattern : List.of("**", "*.a", "*.**")) {
            TopicFilter filter = TopicFilter.of(pattern);
            map.put(filter, pattern);
            assertThat(filter.matches(Topic.of("kx.a"))).isFalse();
            assertThat(filter.matches(Topic.of("kxx.a"))).isTrue();
        }
        map.forEachMatch(Topic.of("kx.a"), match -> assertThat(match).isNull());
        assertThat(TopicFilter.of("kx.a").matches(Topic.of("kx.a"))).isTrue();
    }
}
