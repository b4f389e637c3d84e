package dev.keryx.gateway.engine;

import dev.keryx.Json;
import dev.keryx.TimeSource;
import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.link.LinkServer;
import dev.keryx.gateway.link.Relay;
import dev.keryx.threads.Callbacks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all parts of one gateway share. Any thread. */
final class Site {
    /** Later than any time. */
    static final long NEVER = Long.MAX_VALUE;

    final GatewayOptions options;
    final GatewayLimits limits;
    final Json json;
    final TimeSource clock;
    final @Nullable Relay relay;
    final Watch watch;
    final Callbacks callbacks = new Callbacks();
    final Ids ids;
    final Coder coder;
    final Dialects dialects = new Dialects();
    final Busy busy = new Busy();
    final Bursts bursts;
    final Rate messageRate;
    final Rate joinRate;
    final long outboundAge;
    final long pingTimeout;
    private final Lanes lanes;
    private final long origin;

    Site(LinkServer server, @Nullable Relay relay, Json json, GatewayOptions options) {
        this.options = options;
        this.limits = options.limits();
        this.json = json;
        this.clock = options.clock().orElseGet(TimeSource::system);
        this.relay = relay;
        this.origin = clock.nanos();
        this.watch = new Watch(options.observer(), () -> clock.nanos() - origin);
        this.ids = new Ids(relay == null ? null : relay.node());
        this.coder = new Coder(json);
        this.lanes = new Lanes(this, server);
        this.bursts = new Bursts(clock, lanes::loops);
        this.messageRate = new Rate(limits.messagesPerSecond(), limits.messagesBurst());
        this.joinRate = new Rate(limits.joinsPerSecond(), limits.joinsPerSecond());
        this.outboundAge = limits.outboundAge().toNanos();
        this.pingTimeout = options.pingTimeout().toNanos();
    }

    /** The monotonic clock, in nanoseconds since the gateway was made; never negative. */
    long time() {
        return clock.nanos() - origin;
    }

    /** The refusal; without its data, where that has no JSON form, which is logged. */
    Refusal writable(Refusal refusal) {
        if (refusal.data() != null) {
            try {
                byte[] unused = json.write(refusal.data());
            } catch (RuntimeException noJson) {
                watch.failed("A refusal's data has no JSON form and is left out", ": " + refusal.code(), noJson);
                return Refusal.of(refusal.code(), refusal.message());
            }
        }
        return refusal;
    }

    /** One for each lane, in order; empty before the start and after the end. */
    List<LaneLoop> loops() {
        return lanes.loops();
    }

    Lanes lanes() {
        return lanes;
    }
}
