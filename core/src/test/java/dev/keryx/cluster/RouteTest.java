package dev.keryx.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keryx.ErrorCode;
import dev.keryx.JsonArgs;
import dev.keryx.KeryxException;
import dev.keryx.NodeId;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay.Scope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteTest {
    private static final NodeId SELF = new NodeId(1);
    private static final NodeId OTHER = new NodeId(2);

    private final TopicScheme topics = new TopicScheme("default");
    private final Random random = new Random(1);

    private Route route(@Nullable Set<Target> to, Set<Target> except) {
        return Route.of(new Cast("/", to, except, Delivery.QUEUED, "e", JsonArgs.EMPTY), topics, SELF);
    }

    private Target on(NodeId node) {
        return Target.connection(Samples.connection(node, random));
    }

    private static Set<Target> rooms(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Target.room("room" + i))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Test
    void everybodyIsReachedByTheNamespace() {
        Route route = route(null, Set.of());
        assertThat(route.legs().keySet()).containsExactly(topics.namespace("/"));
        assertThat(route.copied()).isFalse();
        assertThat(route.cast().to()).isNull();
    }

    @Test
    void nobodyIsReachedByNothing() {
        assertThat(route(Set.of(), Set.of()).legs()).isEmpty();
    }

    @Test
    void mixedTargetsTravelOnTheTopicOfEach() {
        Target single = on(OTHER);
        Route route = route(Set.of(Target.room("a"), Target.user("u"), single), Set.of());
        assertThat(route.legs().keySet())
                .containsExactlyInAnyOrder(topics.room("/", "a"), topics.user("u"), topics.node(OTHER));
        assertThat(route.copied()).isTrue();
        assertThat(route.cast().to()).containsExactlyInAnyOrder(Target.room("a"), Target.user("u"), single);
    }

    @Test
    void connectionsOfOneNodeTravelTogether() {
        Route route = route(Set.of(on(OTHER), on(OTHER)), Set.of());
        assertThat(route.legs().keySet()).containsExactly(topics.node(OTHER));
        assertThat(route.legs().get(topics.node(OTHER))).hasSize(2);
        assertThat(route.copied()).isFalse();
    }

    @Test
    void ownConnectionsAndImpossibleIdsReachNobodyElsewhere() {
        assertThat(route(Set.of(on(SELF), Target.connection("who?"), Target.connection("!".repeat(28))), Set.of())
                        .legs())
                .isEmpty();
        Route mixed = route(Set.of(on(SELF), Target.room("a")), Set.of(on(SELF)));
        assertThat(mixed.cast().to()).containsExactly(Target.room("a"));
        assertThat(mixed.cast().except()).isEmpty();
    }

    @Test
    void sixteenRoomsHaveTheirTopicsAndSeventeenTheNamespace() {
        assertThat(route(rooms(16), Set.of()).legs()).hasSize(16);
        Route many = route(rooms(17), Set.of());
        assertThat(many.legs().keySet()).containsExactly(topics.namespace("/"));
        assertThat(many.legs().get(topics.namespace("/"))).hasSize(17);
        assertThat(many.cast().to()).hasSize(17);
        assertThat(many.copied()).isFalse();
    }

    @Test
    void exceptionsTravelUpToTheirBounds() {
        assertThat(route(null, rooms(64)).cast().except()).hasSize(64);
        assertThatThrownBy(() -> route(null, rooms(65)))
                .isInstanceOfSatisfying(
                        KeryxException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LIMIT));
        Set<Target> large = IntStream.range(0, 17)
                .mapToObj(i -> Target.room(String.format("%0250d", i)))
                .collect(Collectors.toSet());
        assertThatThrownBy(() -> route(null, large)).hasMessageContaining("4096");
    }

    @Test
    void placesNameWhomACastConcerns() {
        Cast cast = new Cast("/", Set.of(Target.room("a")), Set.of(), Delivery.QUEUED, "e", JsonArgs.EMPTY);
        assertThat(Route.places(cast)).isEqualTo(List.of(new Said.Place("/", new Scope.Room("a"))));
        assertThat(Route.places(new Cast("/", null, Set.of(), Delivery.QUEUED, "e", JsonArgs.EMPTY)))
                .isEqualTo(List.of(new Said.Place("/", new Scope.Everybody())));
    }
}
