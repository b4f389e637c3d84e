package dev.keryx.proofs.bus;

import dev.keryx.bus.Capability;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.BusTransport;
import dev.keryx.bus.transport.Sink;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A driver whose every answer is in the test's hand; where the test says nothing, it answers at once and rightly. */
final class HandDriver implements BusTransport {
    /** Every link there ever was, first to last. */
    final List<HandLink> links = new CopyOnWriteArrayList<>();

    Set<Capability> abilities = EnumSet.allOf(Capability.class);

    /** What open answers. */
    Function<HandLink, @Nullable CompletableFuture<BusLink>> onOpen = CompletableFuture::completedFuture;

    /** What release answers. */
    Supplier<@Nullable CompletableFuture<Void>> onRelease = () -> CompletableFuture.completedFuture(null);

    /** How it calls itself. */
    Supplier<String> name = () -> "hand:1";

    /** Prepares each link when it is made, before it is opened. */
    Consumer<HandLink> prepare = link -> {};

    volatile int releases;

    @Override
    public Set<Capability> capabilities() {
        return abilities;
    }

    @Override
    @SuppressWarnings("NullAway") // it lies when it is told to
    public CompletableFuture<BusLink> open(Sink sink) {
        HandLink link = new HandLink(sink);
        prepare.accept(link);
        links.add(link);
        return onOpen.apply(link);
    }

    @Override
    @SuppressWarnings("NullAway") // it lies when it is told to
    public CompletableFuture<Void> release() {
        releases++;
        return onRelease.get();
    }

    HandLink last() {
        return links.get(links.size() - 1);
    }

    @Override
    public String toString() {
        return name.get();
    }
}
