package dev.keryx.proofs.gwkit;

import dev.keryx.gateway.Acks;
import dev.keryx.gateway.Audience;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.Members;
import dev.keryx.gateway.Receipt;
import dev.keryx.gateway.Target;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** An audience of a {@link SuspectGateway}. */
class SuspectAudience implements Audience {
    final Audience right;
    final Deeds deeds;

    SuspectAudience(Audience right, Deeds deeds) {
        this.right = right;
        this.deeds = deeds;
    }

    private Audience suspect(Audience derived) {
        return derived instanceof SuspectAudience ? derived : new SuspectAudience(derived, deeds);
    }

    @Override
    public Audience to(Collection<Target> targets) {
        return suspect(deeds.to(right, targets));
    }

    @Override
    public Audience except(Collection<Target> targets) {
        return suspect(deeds.except(right, targets));
    }

    @Override
    public Audience local() {
        return suspect(deeds.local(right));
    }

    @Override
    public Audience with(Delivery delivery) {
        return suspect(deeds.with(right, delivery));
    }

    @Override
    public Receipt emit(Event event) {
        return deeds.emit(right, event);
    }

    @Override
    public CompletableFuture<Acks> emitWithAck(Duration within, Event event) {
        return deeds.emitWithAck(right, within, event);
    }

    @Override
    public Members members() {
        return deeds.members(right);
    }
}
