package dev.keryx.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keryx.Gap;
import dev.keryx.adapter.inmemory.InMemoryFaults.Fate;
import dev.keryx.bus.BusState;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.TopicFilter;
import dev.keryx.gateway.GatewayState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can go wrong between nodes, as a service sees it that listens to a topic. */
class FaultsTest {
    private static final TopicFilter ORDERS = TopicFilter.of("orders.*");

    private final Simulation simulation = Simulation.create();
    private final Simulation.Node shop = simulation.node("shop");
    private final Simulation.Node kitchen = simulation.node("kitchen");
    private final List<String> heard = new ArrayList<>();

    private Subscription listen() {
        SubscribeOptions options = SubscribeOptions.DEFAULT.onGap(gap -> heard.add("gap " + gap.causes()));
        return kitchen.bus()
                .subscribe(
                        ORDERS, options, message -> heard.add(message.payload().utf8()));
    }

    private void order(String what) {
        shop.bus().publish("orders.new", what);
        simulation.settle();
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void aLostFrameThatIsNoticedIsAGap() {
        listen().ready().join();
        simulation.faults().frames((from, to, topic) -> to.equals("kitchen") ? Fate.MISSED : Fate.ARRIVES);
        order("soup");
        simulation.faults().framesArrive();
        order("fish");

        assertThat(heard).containsExactly("gap " + Set.of(Gap.Cause.MISSED), "fish");
    }

    @Test
    void aFrameThatVanishesIsNoticedByNobody() {
        listen().ready().join();
        simulation
                .faults()
                .frames((from, to, topic) -> topic.name().equals("orders.new") ? Fate.VANISHES : Fate.ARRIVES);
        order("soup");
        simulation.faults().framesArrive();
        order("fish");

        assertThat(heard).containsExactly("fish");
    }

    @Test
    void aSubscriptionThatIsRejectedSaysSo() {
        simulation.faults().reject("kitchen", ORDERS);
        Subscription orders = listen();
        simulation.settle();

        assertThat(orders.ready()).isCompletedExceptionally();
        assertThat(orders.state()).isEqualTo(SubscriptionState.CLOSED);
        order("soup");
        assertThat(heard).isEmpty();
    }

    @Test
    void aNodeWithoutItsBrokerTriesUntilItIsHealed() {
        listen().ready().join();
        simulation.disconnect("kitchen");
        simulation.advance(Duration.ofMinutes(1));
        assertThat(kitchen.bus().state()).isEqualTo(BusState.RECONNECTING);
        order("soup");

        simulation.heal();
        simulation.settle();
        order("fish");

        assertThat(kitchen.bus().state()).isEqualTo(BusState.RUNNING);
        assertThat(heard).containsExactly("gap " + Set.of(Gap.Cause.RECONNECT), "fish");
    }

    @Test
    void aHungBrokerIsFoundOutByTheHeartbeat() {
        listen().ready().join();
        simulation.faults().hang("kitchen");
        simulation.advance(Duration.ofSeconds(4));
        assertThat(kitchen.bus().state()).isEqualTo(BusState.RUNNING);

        simulation.advance(Duration.ofSeconds(2));
        assertThat(kitchen.bus().state()).isEqualTo(BusState.RECONNECTING);
        simulation.faults().resume("kitchen");
        simulation.heal();
        assertThat(kitchen.bus().state()).isEqualTo(BusState.RUNNING);
    }

    @Test
    void aSimulationEndsWhateverIsBroken() {
        listen().ready().join();
        simulation.node("third").connect().stall();
        simulation.faults().hang("kitchen");
        simulation.partition("shop");
        simulation.disconnect("third");
        shop.bus().publish("orders.new", "soup");
        kitchen.bus().publish("orders.new", "fish");

        simulation.close();

        assertThat(kitchen.bus().state()).isEqualTo(BusState.CLOSED);
        assertThat(shop.gateway().state()).isEqualTo(GatewayState.CLOSED);
    }

    @Test
    void aNameThatNobodyHasIsAMistakeOfTheTest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulation.partition("kitchin"))
                .withMessage("no node is called kitchin, only [shop, kitchen]");
    }
}
