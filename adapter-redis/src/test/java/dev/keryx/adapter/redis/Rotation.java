package dev.keryx.adapter.redis;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Credentials that change, and that say so to whoever listens. */
final class Rotation implements RedisCredentialsProvider {
    private final Sinks.Many<RedisCredentials> latest = Sinks.many().replay().latest();

    Rotation(String user, String password) {
        next(user, password);
    }

    void next(String user, String password) {
        latest.emitNext(RedisCredentials.just(user, password), Sinks.EmitFailureHandler.FAIL_FAST);
    }

    /** How many connections wait for the next. */
    int listeners() {
        return latest.currentSubscriberCount();
    }

    @Override
    public Mono<RedisCredentials> resolveCredentials() {
        return latest.asFlux().next();
    }

    @Override
    public boolean supportsStreaming() {
        return true;
    }

    @Override
    public Flux<RedisCredentials> credentials() {
        return latest.asFlux();
    }
}
