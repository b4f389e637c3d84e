package dev.keryx.gateway.engine;

import dev.keryx.gateway.Acks;
import dev.keryx.gateway.Audience;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.Members;
import dev.keryx.gateway.Receipt;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An audience as it was described. Immutable. */
final class Selection implements Audience {
    private final Site site;
    private final Casting casting;
    private final Space space;

    /** Null: everybody. */
    private final @Nullable Set<Target> to;

    private final Set<Target> except;
    private final boolean local;
    private final Delivery delivery;

    /** Everybody. */
    Selection(Site site, Casting casting, Space space) {
        this(site, casting, space, null, Set.of(), false, Delivery.QUEUED);
    }

    private Selection(
            Site site,
            Casting casting,
            Space space,
            @Nullable Set<Target> to,
            Set<Target> except,
            boolean local,
            Delivery delivery) {
        this.site = site;
        this.casting = casting;
        this.space = space;
        this.to = to;
        this.except = except;
        this.local = local;
        this.delivery = delivery;
    }

    @Override
    public Audience to(Collection<Target> targets) {
        return new Selection(site, casting, space, union(to == null ? Set.of() : to, targets), except, local, delivery);
    }

    @Override
    public Audience except(Collection<Target> targets) {
        return new Selection(site, casting, space, to, union(except, targets), local, delivery);
    }

    private static Set<Target> union(Set<Target> some, Collection<Target> more) {
        if (some.isEmpty()) {
            return Set.copyOf(more);
        }
        Set<Target> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return Set.copyOf(all);
    }

    @Override
    public Audience local() {
        return new Selection(site, casting, space, to, except, true, delivery);
    }

    @Override
    public Audience with(Delivery wanted) {
        Objects.requireNonNull(wanted, "delivery");
        return new Selection(site, casting, space, to, except, local, wanted);
    }

    @Override
    public Receipt emit(Event event) {
        return casting.emit(space, cast(event), local);
    }

    @Override
    public CompletableFuture<Acks> emitWithAck(Duration within, Event event) {
        Objects.requireNonNull(within, "within");
        return casting.ask(space, cast(event), local, within);
    }

    private Cast cast(Event event) {
        return new Cast(space.path(), to, except, delivery, event.name(), site.coder.args(event.values()));
    }

    @Override
    public Members members() {
        return new LocalMembers(site, space, () -> new Recipients(space, to, except), local);
    }
}
