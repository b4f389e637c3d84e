package dev.keryx.cluster;

import dev.keryx.gateway.GatewayObserver;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An engine and an observer that write down what they are told. */
final class Recorder implements Relay.Local, GatewayObserver {
    record Missed(@Nullable String namespace, Set<Relay.Scope> scopes, String reason) {}

    final List<Cast> casts = new ArrayList<>();
    final List<Missed> missed = new ArrayList<>();
    final List<Throwable> failed = new ArrayList<>();
    final List<String> skipped = new ArrayList<>();

    @Override
    public void deliver(Cast cast) {
        casts.add(cast);
    }

    @Override
    public void missed(@Nullable String namespace, Set<Relay.Scope> scopes, String reason) {
        missed.add(new Missed(namespace, scopes, reason));
    }

    @Override
    public void relayFailed(String namespace, Throwable failure) {
        failed.add(failure);
    }

    @Override
    public void relaySkipped(String topic, String why) {
        skipped.add(topic + ": " + why);
    }

    List<String> events() {
        return casts.stream().map(Cast::event).toList();
    }
}
