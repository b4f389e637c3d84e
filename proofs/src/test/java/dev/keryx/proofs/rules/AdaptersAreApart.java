package dev.keryx.proofs.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rule 2: one adapter never reaches another, nobody but applications chooses one, and a technology is known in its
 * adapter alone.
 */
final class AdaptersAreApart implements NeverRule {
    /** The one hidden type of the Redis adapter, with those nested in it, in which Lettuce's own API forces Netty on it. */
    private static final String REDIS_TYPE_WITH_NETTY = "NettyEdge";

    @Override
    public int number() {
        return 2;
    }

    @Override
    public Stream<Breach> breaches(House house, JavaClasses classes) {
        return Stream.of(
                        Reach.from(classes, (from, to) -> foreignAdapter(house, from, to)),
                        Reach.from(
                                classes,
                                type -> house.ours(type) && !house.under(type, "adapter.redis"),
                                target -> House.within(target, "io.lettuce")),
                        Reach.from(
                                classes,
                                type -> house.ours(type) && !mayReachNetty(house, type),
                                target -> House.within(target, "io.netty")))
                .flatMap(breaches -> breaches);
    }

    private static boolean foreignAdapter(House house, JavaClass from, JavaClass to) {
        Optional<String> reached = house.adapter(to);
        return house.published(from) && reached.isPresent() && !reached.equals(house.adapter(from));
    }

    private static boolean mayReachNetty(House house, JavaClass type) {
        return house.under(type, "adapter.websocket.netty")
                || (house.in(type, "adapter.redis")
                        && outermost(type).getSimpleName().equals(REDIS_TYPE_WITH_NETTY));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(AdaptersAreApart::outermost).orElse(type);
    }
}
