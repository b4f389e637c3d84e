package dev.keryx.proofs.buskit;

import dev.keryx.Gap;
import dev.keryx.bus.GapHandler;
import dev.keryx.bus.SubscribeOptions;
import java.util.function.UnaryOperator;

/** Options that are somebody's wishes but for one. */
final class Options {
    private Options() {}

    static SubscribeOptions withoutSkipOwn(SubscribeOptions options) {
        SubscribeOptions fresh = SubscribeOptions.DEFAULT
                .named(options.name())
                .bufferMessages(options.bufferMessages())
                .bufferBytes(options.bufferBytes())
                .overflow(options.overflow());
        return options.gapHandler()
                .map(handler -> options.resyncs() ? fresh.resync(handler) : fresh.onGap(handler))
                .orElse(fresh);
    }

    /** Stands before the gap handler, where there is one. */
    static SubscribeOptions gapHandlers(SubscribeOptions options, UnaryOperator<GapHandler> twist) {
        return options.gapHandler()
                .map(twist)
                .map(handler -> options.resyncs() ? options.resync(handler) : options.onGap(handler))
                .orElse(options);
    }

    static UnaryOperator<GapHandler> deafTo(Gap.Cause cause) {
        return next -> gap -> {
            if (!gap.causes().contains(cause)) {
                next.handle(gap);
            }
        };
    }
}
