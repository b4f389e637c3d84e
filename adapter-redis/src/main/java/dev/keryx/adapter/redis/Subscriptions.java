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

    private final Registry channels = new Registry();
    private final Registry patterns = new Registry();

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
        return channels.filters.get(channel);
    }

    @Nullable
    TopicFilter pattern(RedisName pattern) {
        return patterns.filters.get(pattern);
    }

    /** {@return all that is subscribed, or about to be} */
    Set<TopicFilter> filters() {
        Set<TopicFilter> filters = new HashSet<>(channels.filters.values());
        filters.addAll(patterns.filters.values());
        return filters;
    }

    /** Redis says that a channel is subscribed no more; null where that was asked for, or is known. */
    @Nullable
    TopicFilter channelRevoked(RedisName channel) {
        return channels.revoked(channel);
    }

    /** The same for a pattern. */
    @Nullable
    TopicFilter patternRevoked(RedisName pattern) {
        return patterns.revoked(pattern);
    }

    /** The refused ones; fails where not every filter was answered, or an answer does not fit. */
    CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> filters) {
        List<Question> questions = new ArrayList<>(filters.size());
        for (TopicFilter filter : filters) {
            RedisName name = names.of(filter);
            Registry registry = registry(filter);
            registry.ask(name, filter);
            CommandType command = filter.isExact() ? flavor.subscribe : CommandType.PSUBSCRIBE;
            Question question = new Question(filter, name, command);
            CompletableFuture<Payload> unused =
                    question.command.whenComplete((answer, failure) -> registry.asked.remove(name));
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
                registry(question.filter).filters.remove(question.name);
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
            registry(filter).asked.add(question.name);
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
        Registry registry = registry(question.filter);
        registry.filters.remove(question.name);
        registry.asked.remove(question.name);
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

    private Registry registry(TopicFilter filter) {
        return filter.isExact() ? channels : patterns;
    }

    /** Names of one kind. */
    private static final class Registry {
        /** Which filter a name stands for: from before it is asked for until Redis has answered its removal. */
        final Map<RedisName, TopicFilter> filters = new ConcurrentHashMap<>();

        /** Names about which a question is open: what Redis says of their end then is no news of a later subscription. */
        final Set<RedisName> asked = ConcurrentHashMap.newKeySet();

        /**
         * In this order, and looked at the other way round: the news that the name's last subscription ended comes just after
         * the answer that says so, when somebody may be asking for the next one already.
         */
        void ask(RedisName name, TopicFilter filter) {
            asked.add(name);
            filters.put(name, filter);
        }

        @Nullable
        TopicFilter revoked(RedisName name) {
            TopicFilter filter = filters.get(name);
            return filter != null && !asked.contains(name) && filters.remove(name, filter) ? filter : null;
        }
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
