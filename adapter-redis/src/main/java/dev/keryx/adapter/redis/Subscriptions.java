package dev.keryx.adapter.redis;

import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.TopicFilter;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.PubSubOutput;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one connection is subscribed to. Many filters travel in one round trip, but each as a command of its own: so each
 * has its own answer, a denied one takes no other with it, and no answer can be taken for another's.
 */
final class Subscriptions {
    private final StatefulRedisPubSubConnection<RedisName, Payload> connection;
    private final NameCodec codec;
    private final Flavor flavor;
    private final RedisNames names;
    private final Failures failures;

    /** Which filter a channel or pattern stands for: from before it is asked for until Redis has answered its removal. */
    private final Map<RedisName, TopicFilter> channels = new ConcurrentHashMap<>();

    private final Map<RedisName, TopicFilter> patterns = new ConcurrentHashMap<>();

    /** Channels about which a question is open: what Redis says of their end then is no news of a later subscription. */
    private final Set<RedisName> asked = ConcurrentHashMap.newKeySet();

    Subscriptions(
            StatefulRedisPubSubConnection<RedisName, Payload> connection,
            NameCodec codec,
            Settings settings,
            Failures failures) {
        this.connection = connection;
        this.codec = codec;
        this.flavor = settings.flavor();
        this.names = settings.names();
        this.failures = failures;
    }

    @Nullable
    TopicFilter channel(RedisName channel) {
        return channels.get(channel);
    }

    @Nullable
    TopicFilter pattern(RedisName pattern) {
        return patterns.get(pattern);
    }

    /** {@return all that is subscribed, or about to be} */
    Set<TopicFilter> filters() {
        Set<TopicFilter> filters = new HashSet<>(channels.values());
        filters.addAll(patterns.values());
        return filters;
    }

    /** Redis says that a channel is subscribed no more; null where that was asked for, or is known. */
    @Nullable
    TopicFilter revoked(RedisName channel) {
        return asked.contains(channel) ? null : channels.remove(channel);
    }

    /** The refused ones; fails where not every filter was answered, or an answer does not fit. */
    CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> filters) {
        List<Question> questions = new ArrayList<>(filters.size());
        for (TopicFilter filter : filters) {
            RedisName name = names.of(filter);
            registry(filter).put(name, filter);
            CommandType command = filter.isExact() ? flavor.subscribe : CommandType.PSUBSCRIBE;
            Question question = new Question(filter, name, command);
            asked.add(name);
            CompletableFuture<Payload> unused = question.command.whenComplete((answer, failure) -> asked.remove(name));
            questions.add(question);
        }
        return ask(questions).handle((done, unanswered) -> refused(questions));
    }

    private Map<TopicFilter, KeryxException> refused(List<Question> questions) {
        Map<TopicFilter, KeryxException> refused = new HashMap<>();
        for (Question question : questions) {
            Throwable failure = question.failure();
            if (failure != null) {
                KeryxException refusal = failures.ofFilter(question.filter, failure);
                if (refusal == null) {
                    throw failures.unknown("a subscription to " + question.filter, failure);
                }
                registry(question.filter).remove(question.name);
                refused.put(question.filter, refusal);
            }
        }
        return refused;
    }

    CompletableFuture<Void> remove(Set<TopicFilter> filters) {
        List<Question> questions = new ArrayList<>(filters.size());
        for (TopicFilter filter : filters) {
            CommandType command = filter.isExact() ? flavor.unsubscribe : CommandType.PUNSUBSCRIBE;
            Question question = new Question(filter, names.of(filter), command);
            asked.add(question.name);
            questions.add(question);
        }
        return ask(questions).handle((done, unanswered) -> {
            questions.forEach(this::left);
            return null;
        });
    }

    /** Where another node serves the channel now, this one has let it go already. */
    private void left(Question question) {
        Throwable failure = question.failure();
        if (failure != null && Redirect.of(failure) == null) {
            throw failures.unknown("the end of a subscription to " + question.filter, failure);
        }
        registry(question.filter).remove(question.name);
        asked.remove(question.name);
    }

    private CompletableFuture<Void> ask(List<Question> questions) {
        List<AsyncCommand<RedisName, Payload, Payload>> commands = new ArrayList<>(questions.size());
        for (Question question : questions) {
            commands.add(question.command);
        }
        if (!commands.isEmpty()) {
            connection.dispatch(commands);
        }
        return CompletableFuture.allOf(commands.toArray(new CompletableFuture<?>[0]));
    }

    private Map<RedisName, TopicFilter> registry(TopicFilter filter) {
        return filter.isExact() ? channels : patterns;
    }

    /** One command about one filter, and its answer. */
    private final class Question {
        final TopicFilter filter;
        final RedisName name;
        private final PubSubOutput<RedisName, Payload> answer;
        final AsyncCommand<RedisName, Payload, Payload> command;

        Question(TopicFilter filter, RedisName name, CommandType type) {
            this.filter = filter;
            this.name = name;
            this.answer = new PubSubOutput<>(codec);
            this.command = new AsyncCommand<>(new Command<>(type, answer, new CommandArgs<>(codec).addKey(name)));
        }

        /** Why this question has no good answer; null if it has. To be asked once it is answered. */
        @Nullable
        Throwable failure() {
            if (command.isCompletedExceptionally()) {
                return command.handle((value, failure) -> failure).join();
            }
            boolean fits = name.equals(filter.isExact() ? answer.channel() : answer.pattern())
                    && answer.type() != null
                    && answer.type().name().equalsIgnoreCase(command.getType().toString());
            return fits ? null : Failures.outOfStep();
        }
    }
}
