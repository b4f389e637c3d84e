package dev.keryx.proofs.gwkit;

import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.testkit.gateway.TextPipe;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Makes a gateway that is right but for one thing, by standing between the right gateway and whoever talks to it.
 *
 * @param deeds what the application asks it to do
 * @param options what it is told about itself
 * @param hears what its clients hear, each frame as none, one or several
 * @param says what its clients say, likewise
 */
record Twist(
        Supplier<Deeds> deeds,
        UnaryOperator<GatewayOptions> options,
        Function<String, Stream<String>> hears,
        Supplier<Function<String, Stream<String>>> says) {

    /** Does something else. */
    static Twist deeds(Supplier<Deeds> deeds) {
        return new Twist(deeds, UnaryOperator.identity(), Stream::of, () -> Stream::of);
    }

    /** Takes no notice of what it is told. */
    static Twist options(UnaryOperator<GatewayOptions> options) {
        return new Twist(Deeds::new, options, Stream::of, () -> Stream::of);
    }

    /** Takes no notice of a limit. */
    static Twist limits(UnaryOperator<GatewayLimits> limits) {
        return options(options -> options.limits(limits.apply(options.limits())));
    }

    /** Sends something else. */
    static Twist hears(Function<String, Stream<String>> hears) {
        return new Twist(Deeds::new, UnaryOperator.identity(), hears, () -> Stream::of);
    }

    /** Sends all frames but some. */
    static Twist silences(String beginning) {
        return hears(frame -> Stream.of(frame).filter(text -> !text.startsWith(beginning)));
    }

    /** Sends something else in place of something. */
    static Twist replaces(String part, String by) {
        return hears(frame -> Stream.of(frame.replace(part, by)));
    }

    /** Reads something else; asked anew for each wire. */
    static Twist says(Supplier<Function<String, Stream<String>>> says) {
        return new Twist(Deeds::new, UnaryOperator.identity(), Stream::of, says);
    }

    TextPipe.Events hearing(TextPipe.Events events) {
        return new TextPipe.Events() {
            @Override
            public void text(String text) {
                hears.apply(text).forEach(events::text);
            }

            @Override
            public void closed(int code) {
                events.closed(code);
            }
        };
    }
}
