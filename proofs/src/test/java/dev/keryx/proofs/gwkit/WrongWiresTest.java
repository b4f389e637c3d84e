package dev.keryx.proofs.gwkit;

import dev.keryx.gateway.SlowPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/** Gateways that treat a wire wrongly: bounds, heartbeats, frames. */
class WrongWiresTest implements WrongGateways {
    private static final Duration FOREVER = Duration.ofHours(1);

    @Override
    public List<Suspect> suspects() {
        return List.of(
                new Suspect(
                        "queues without a bound", "GW-36", Twist.limits(limits -> limits.outbound(1 << 30, FOREVER))),
                new Suspect(
                        "never finds anybody slow",
                        "GW-37",
                        Twist.limits(limits -> limits.outbound(limits.outboundBytes(), FOREVER))),
                new Suspect(
                        "closes whom it should spare",
                        "GW-38",
                        Twist.options(options -> options.slowPolicy(SlowPolicy.DISCONNECT))),
                new Suspect("tells no client of a hole", "GW-55", Twist.silences("[\"gap\"")),
                new Suspect("leaves without a goodbye", "GW-59", Twist.silences("[\"bye\"")),
                new Suspect("does not say how often it pings", "GW-81", Twist.replaces("\"ping\"", "\"pong\"")),
                new Suspect("does not name the room", "GW-82", Twist.replaces(",\"r\"]", "]")),
                new Suspect("calls everybody back", "GW-83", Twist.replaces(",false]", ",{\"after\":0,\"jitter\":0}]")),
                new Suspect(
                        "waits for pongs for ever",
                        "GW-85",
                        Twist.options(options -> options.ping(options.pingInterval(), FOREVER))),
                new Suspect(
                        "overlooks what is no frame",
                        "GW-86",
                        Twist.says(() -> text ->
                                Stream.of(text).filter(frame -> frame.startsWith("[\"") && frame.endsWith("]")))),
                new Suspect("does not answer what it does not know", "GW-87", Twist.silences("[\"err\"")),
                new Suspect("lets everybody in without a hello", "GW-88", Twist.says(WrongWiresTest::helloFirst)),
                new Suspect("calls a drain a whim", "GW-61", Twist.replaces("[\"bye\",4001", "[\"bye\",4000")),
                new Suspect("takes no id twice", "GW-91", Twist.says(WrongWiresTest::freshIdsOnly)));
    }

    private static Function<String, Stream<String>> helloFirst() {
        AtomicBoolean said = new AtomicBoolean();
        return text -> said.getAndSet(true) || text.startsWith("[\"hello\"")
                ? Stream.of(text)
                : Stream.of("[\"hello\",{}]", text);
    }

    private static Function<String, Stream<String>> freshIdsOnly() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        return text -> !text.startsWith("[\"ev\",7,") || seen.add("7") ? Stream.of(text) : Stream.empty();
    }
}
