package dev.keryx.proofs.buskit;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.Capability;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.TopicFilter;
import java.util.EnumSet;
import java.util.Set;

/** A bus that is right and modest: it has no patterns, and says so. */
final class WithoutPatterns extends ForwardingBus {
    static final Twist TWIST = Twist.bus(WithoutPatterns::new);

    private WithoutPatterns(MessageBus right) {
        super(right);
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> rest = EnumSet.copyOf(super.capabilities());
        rest.remove(Capability.PATTERNS);
        return rest;
    }

    @Override
    public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
        if (!filter.isExact()) {
            throw new KeryxException(ErrorCode.UNSUPPORTED, "no patterns: " + filter);
        }
        return super.subscribe(filter, options, handler);
    }
}
