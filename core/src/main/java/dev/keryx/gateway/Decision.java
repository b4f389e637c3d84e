package dev.keryx.gateway;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a handshake step says. Acceptances of several steps add up. */
public sealed interface Decision {
    /** Lets the client in, as far as this step is concerned. */
    static Accept accept() {
        return Accept.PLAIN;
    }

    static Decision refuse(Refusal refusal) {
        return new Refuse(refusal);
    }

    static Decision refuse(String code, String message) {
        return new Refuse(Refusal.of(code, message));
    }

    /** @param refusal reaches the client */
    record Refuse(Refusal refusal) implements Decision {}

    /** Lets it in, with these. Immutable. */
    final class Accept implements Decision {
        static final Accept PLAIN = new Accept(null, Set.of(), Map.of());

        private final @Nullable String user;
        private final Set<String> rooms;
        private final Map<AttributeKey<?>, Object> attributes;

        private Accept(@Nullable String user, Set<String> rooms, Map<AttributeKey<?>, Object> attributes) {
            this.user = user;
            this.rooms = rooms;
            this.attributes = attributes;
        }

        /** Identifies the client: at most 255 bytes of UTF-8. */
        public Accept as(String userId) {
            Names.requireRoom(userId);
            return new Accept(userId, rooms, attributes);
        }

        /** Puts it in these rooms, which miss nothing sent from the acceptance on. */
        public Accept in(String... more) {
            Set<String> all = new LinkedHashSet<>(rooms);
            for (String room : more) {
                Names.requireRoom(room);
                all.add(room);
            }
            return new Accept(user, Set.copyOf(all), attributes);
        }

        public <T> Accept with(AttributeKey<T> key, T value) {
            Map<AttributeKey<?>, Object> all = new HashMap<>(attributes);
            all.put(key, value);
            return new Accept(user, rooms, Map.copyOf(all));
        }

        /** This and what a later step accepted, which wins where both speak. */
        public Accept and(Accept later) {
            Map<AttributeKey<?>, Object> all = new HashMap<>(attributes);
            all.putAll(later.attributes);
            return new Accept(later.user == null ? user : later.user, rooms, Map.copyOf(all))
                    .in(later.rooms.toArray(String[]::new));
        }

        public Optional<String> user() {
            return Optional.ofNullable(user);
        }

        public Set<String> rooms() {
            return rooms;
        }

        public Map<AttributeKey<?>, Object> attributes() {
            return attributes;
        }
    }
}
