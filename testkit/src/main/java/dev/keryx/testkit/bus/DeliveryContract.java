package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.MessageBus;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.TopicSubscription;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who gets a message, and who does not. That something does not come is shown by what comes after it. */
public interface DeliveryContract extends BusContract {
    /** One to one, within one bus. */
    @Test
    @Rule("BUS-17")
    default void aMessageReachesASubscriber(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        lab.listen(bus, lab.name("one"), inbox);
        lab.send(bus, lab.name("one"), "hello");
        inbox.expect("hello");
    }

    /** One to many. */
    @Test
    @Rule("BUS-17")
    default void aMessageReachesEverySubscriber(BusLab lab) {
        MessageBus bus = lab.started();
        List<Inbox> inboxes = List.of(new Inbox(), new Inbox(), new Inbox(), new Inbox());
        inboxes.forEach(inbox -> lab.listen(bus, lab.name("many"), inbox));
        lab.send(bus, lab.name("many"), "to all", "of you");
        inboxes.forEach(inbox -> inbox.expect("to all", "of you"));
    }

    /** Two buses of one world are two nodes on one broker. */
    @Test
    @Rule("BUS-17")
    default void twoBusesHearEachOther(BusLab lab) {
        MessageBus here = lab.started();
        MessageBus there = lab.started();
        Inbox inboxHere = new Inbox();
        Inbox inboxThere = new Inbox();
        lab.listen(here, lab.name("to.here"), inboxHere);
        lab.listen(there, lab.name("to.there"), inboxThere);
        lab.send(here, lab.name("to.there"), "ping");
        inboxThere.expect("ping");
        lab.send(there, lab.name("to.here"), "pong");
        inboxHere.expect("pong");
    }

    /** Its own, unless told otherwise; and skipping is of one bus object, not of one process. */
    @Test
    @Rule("BUS-18")
    default void aBusHearsItselfUnlessItSkipsItsOwn(BusLab lab) {
        MessageBus bus = lab.started();
        MessageBus other = lab.started();
        Inbox hears = new Inbox();
        Inbox skips = new Inbox();
        lab.listen(bus, lab.name("self"), hears);
        lab.listen(bus, lab.name("self"), SubscribeOptions.DEFAULT.skipOwn(), skips);
        lab.send(bus, lab.name("self"), "mine");
        hears.expect("mine");
        lab.send(other, lab.name("self"), "theirs");
        hears.expect("mine", "theirs");
        skips.expect("theirs");
    }

    /** What it skips it neither hears nor counts, and a predicate that throws skips nothing. */
    @Test
    @Rule("BUS-67")
    default void aSubscriptionDoesNotHearWhatItSkips(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        SubscribeOptions options = SubscribeOptions.DEFAULT.skip(message -> {
            if (message.payload().isEmpty()) {
                throw new IllegalStateException("the predicate's own");
            }
            return message.payload().utf8().startsWith("no");
        });
        Subscription subscription = lab.listen(bus, lab.name("some"), options, inbox);
        lab.send(bus, lab.name("some"), "no 1", "yes 2", "", "no 3", "yes 4");
        inbox.expect("yes 2", "", "yes 4");
        assertThat(subscription.stats().received()).isEqualTo(3);
    }

    /** A topic's name is not a prefix of anything. */
    @Test
    @Rule("BUS-19")
    default void aSubscriberHearsItsOwnTopicOnly(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        lab.listen(bus, lab.name("orders"), inbox);
        for (String near : List.of("order", "orderss", "orders.eu", "Orders", "x.orders")) {
            Inbox witness = new Inbox();
            lab.listen(bus, lab.name(near), witness);
            lab.send(bus, lab.name(near), "not for orders");
            witness.expect("not for orders");
        }
        lab.send(bus, lab.name("orders"), "for orders");
        inbox.expect("for orders");
    }

    /** Publishing into the void succeeds. */
    @Test
    @Rule("BUS-20")
    default void noSubscriberIsNoError(BusLab lab) {
        lab.send(lab.started(), lab.name("void"), "anybody?");
    }

    /** A subscription begins with what is published after it was ready. */
    @Test
    @Rule("BUS-21")
    default void nothingFromBeforeTheSubscriptionComes(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox early = new Inbox();
        lab.listen(bus, lab.name("time"), early);
        lab.send(bus, lab.name("time"), "past");
        early.expect("past");
        Inbox late = new Inbox();
        lab.listen(bus, lab.name("time"), late);
        lab.send(bus, lab.name("time"), "present");
        late.expect("present");
    }

    /** What was published between two subscriptions to a topic is gone. */
    @Test
    @Rule("BUS-21")
    default void nothingIsReplayedAfterResubscribing(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox first = new Inbox();
        Subscription subscription = lab.listen(bus, lab.name("pause"), first);
        lab.send(bus, lab.name("pause"), "before");
        first.expect("before");
        subscription.close();
        lab.send(bus, lab.name("pause"), "between");
        Inbox second = new Inbox();
        lab.listen(bus, lab.name("pause"), second);
        lab.send(bus, lab.name("pause"), "after");
        second.expect("after");
        first.expect("before");
    }

    /** Two handles, two lives. */
    @Test
    @Rule("BUS-23")
    default void theSameHandlerTwiceIsTwoSubscriptions(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        Subscription first = lab.listen(bus, lab.name("twice"), inbox);
        Subscription second = lab.listen(bus, lab.name("twice"), inbox);
        lab.send(bus, lab.name("twice"), "a");
        inbox.expect("a", "a");
        first.close();
        lab.send(bus, lab.name("twice"), "b");
        inbox.expect("a", "a", "b");
        lab.send(bus, lab.name("twice"), "c");
        inbox.expect("a", "a", "b", "c");
        second.close();
    }

    /** Topics come and go under one handle. */
    @Test
    @Rule("BUS-24")
    default void aTopicSubscriptionFollowsWhatItWasToldLast(BusLab lab) {
        MessageBus bus = lab.started();
        Topic a = Topic.of(lab.name("a"));
        Topic b = Topic.of(lab.name("b"));
        Inbox inbox = new Inbox();
        TopicSubscription subscription = lab.ready(bus.subscribe(SubscribeOptions.DEFAULT, inbox));
        Eventually.done("add", subscription.add(a));
        Eventually.done("add twice", subscription.add(a));
        Eventually.done("add", subscription.add(b));
        assertThat(subscription.filters()).isEqualTo(Set.of(TopicFilter.exactly(a), TopicFilter.exactly(b)));
        lab.send(bus, a.name(), "a1");
        inbox.expect("a1");
        lab.send(bus, b.name(), "b1");
        inbox.expect("a1", "b1");
        subscription.remove(a);
        lab.send(bus, a.name(), "a2");
        lab.send(bus, b.name(), "b2");
        inbox.expect("a1", "b1", "b2");
        Eventually.done("add again", subscription.add(a));
        lab.send(bus, a.name(), "a3");
        inbox.expect("a1", "b1", "b2", "a3");
    }

    /** One buffer and one order: a handler stuck in one topic's message holds the other topic's back. */
    @Test
    @Rule("BUS-24")
    default void aTopicSubscriptionIsOneQueueForAllItsTopics(BusLab lab) {
        MessageBus bus = lab.started();
        Inbox inbox = new Inbox();
        Stall stall = lab.stall(inbox);
        TopicSubscription subscription = lab.ready(bus.subscribe(SubscribeOptions.DEFAULT, stall));
        Eventually.done("add", subscription.add(Topic.of(lab.name("a"))));
        Eventually.done("add", subscription.add(Topic.of(lab.name("b"))));
        lab.send(bus, lab.name("a"), "first");
        stall.awaitStill();
        lab.send(bus, lab.name("b"), "second");
        Eventually.equal("buffered", 1L, () -> subscription.stats().buffered());
        assertThat(stall.begun()).isEqualTo(1);
        stall.release();
        inbox.expect("first", "second");
    }
}
