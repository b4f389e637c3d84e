package dev.keryx.proofs.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keryx.JsonLimits;
import dev.keryx.adapter.inmemory.InMemoryGateway;
import dev.keryx.adapter.redis.RedisMessageBus;
import dev.keryx.adapter.websocket.netty.NettyGateway;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.RequestOptions;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.gateway.DrainPlan;
import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.proofs.docs.PageTables.Table;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the pages say of the least that an option takes is so: zero is refused where they say it is, and taken elsewhere. So
 * is a time without an end.
 */
class OptionBoundsTest {
    private static final Map<Class<?>, Object> ZERO =
            Map.of(int.class, 0, long.class, 0L, Duration.class, Duration.ZERO);
    private static final Map<Class<?>, Object> ONE =
            Map.of(int.class, 1, long.class, 1L, Duration.class, Duration.ofSeconds(1));

    /** Makes the options of these arguments. */
    private interface Making {
        Object of(Object... arguments) throws ReflectiveOperationException;
    }

    @TestFactory
    Stream<DynamicTest> refusesZeroAndEternityWhereThePageSaysSo() {
        return Stream.of(
                        ofBuilder(BusOptions.class, BusOptions.DEFAULT),
                        ofBuilder(SubscribeOptions.class, SubscribeOptions.DEFAULT),
                        ofRecord(RequestOptions.class),
                        ofBuilder(RedisMessageBus.class, RedisMessageBus.builder()),
                        ofBuilder(GatewayOptions.class, GatewayOptions.DEFAULT),
                        ofBuilder(GatewayLimits.class, GatewayLimits.DEFAULT),
                        ofRecord(JsonLimits.class),
                        ofRecord(DrainPlan.class),
                        ofBuilder(NettyGateway.class, NettyGateway.builder()),
                        ofBuilder(InMemoryGateway.class, InMemoryGateway.builder()))
                .flatMap(tests -> tests);
    }

    private static Stream<DynamicTest> ofBuilder(Class<?> owner, Object builder) {
        return Stream.of(builder.getClass().getMethods())
                .filter(method ->
                        method.getReturnType() == builder.getClass() && isOfNumbers(method.getParameterTypes()))
                .flatMap(method -> IntStream.range(0, method.getParameterCount())
                        .mapToObj(at -> ends(
                                owner,
                                method.getName(),
                                method.getParameterTypes(),
                                at,
                                arguments -> method.invoke(builder, arguments))));
    }

    private static Stream<DynamicTest> ofRecord(Class<?> record) {
        RecordComponent[] components = record.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return IntStream.range(0, types.length)
                .mapToObj(at -> ends(record, components[at].getName(), types, at, arguments -> {
                    Constructor<?> constructor = record.getConstructor(types);
                    return constructor.newInstance(arguments);
                }));
    }

    private static boolean isOfNumbers(Class<?>[] types) {
        return types.length > 0 && ZERO.keySet().containsAll(Arrays.asList(types));
    }

    private static DynamicTest ends(Class<?> owner, String option, Class<?>[] types, int at, Making making) {
        return DynamicTest.dynamicTest(owner.getSimpleName() + "." + option + ", " + at, () -> {
            Object[] arguments = Stream.of(types).map(ONE::get).toArray();
            assertThat(making.of(arguments)).isNotNull();
            String bound = bound(owner, option);
            arguments[at] = ZERO.get(types[at]);
            assertRefused(bound.contains("from 1") || bound.contains("above 0"), bound, making, arguments);
            if (types[at] == Duration.class) {
                arguments[at] = ChronoUnit.FOREVER.getDuration();
                assertRefused(bound.contains("at most 100 years"), bound, making, arguments);
            }
        });
    }

    private static void assertRefused(boolean refused, String bound, Making making, Object... arguments) {
        Throwable failure = catchThrowable(() -> making.of(arguments));
        if (refused) {
            assertThat(failure).as(bound).isInstanceOf(InvocationTargetException.class);
            assertThat(failure).hasCauseInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(failure).as(bound).isNull();
        }
    }

    private static String bound(Class<?> owner, String option) {
        Table table = PageTables.ofOperations().under(owner.getSimpleName()).get(0);
        return table.rows().stream()
                .filter(row -> row.get(0).equals("`" + option + "`"))
                .map(row -> table.cell(row, "Bound"))
                .findFirst()
                .orElseThrow();
    }
}
