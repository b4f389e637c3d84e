package dev.keryx.gateway;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a handshake step says. Acceptances of several steps add up. */
public sealed interface Decision {
    /** {@return lets the client in, as far as this step is concerned} */
    static Accept accept() {
        return Accept.PLAIN;
    }

    /**
     * Turns the client away; later steps are not asked.
     *
     * @param refusal reaches the client
     * @return an end of the handshake
     */
    static Decision refuse(Refusal refusal) {
        return new Refuse(refusal);
    }

    /**
     * Turns the client away; later steps are not asked.
     *
     * @param code short and stable, for programs; reaches the client
     * @param message for people; reaches the client
     * @return an end of the handshake
     */
    static Decision refuse(String code, String message) {
        return new Refuse(Refusal.of(code, message));
    }

    /**
     * Turns it away.
     *
     * @param refusal reaches the client
     */
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

        /**
         * Identifies the client: at most 255 bytes of UTF-8.
         *
         * @param userId what {@link Target#user} finds it by, on all nodes
         * @return a changed copy
         * @throws IllegalArgumentException where it is empty, too long or has control characters
         */
        public Accept as(String userId) {
            Names.requireRoom(userId);
            return new Accept(userId, rooms, attributes);
        }

        /**
         * Puts it in these rooms, which miss nothing sent from the acceptance on.
         *
         * @param more added to those named already
         * @return a changed copy
         * @throws IllegalArgumentException where one cannot be a room's name
         */
        public Accept in(String... more) {
            Set<String> all = new LinkedHashSet<>(rooms);
            for (String room : more) {
                Names.requireRoom(room);
                all.add(room);
            }
            return new Accept(user, Set.copyOf(all), attributes);
        }

        /**
         * Gives the connection a value to begin with.
         *
         * @param key names it; said twice, the later value counts
         * @param value not null
         * @param <T> of the value
         * @return a changed copy
         */
        public <T> Accept with(AttributeKey<T> key, T value) {
            Map<AttributeKey<?>, Object> all = new HashMap<>(attributes);
            all.put(key, value);
            return new Accept(user, rooms, Map.copyOf(all));
        }

        /**
         * This and what a later step accepted, which wins where both speak.
         *
         * @param later its rooms are added, its user and attributes win
         * @return the sum of both
         */
        public Accept and(Accept later) {
            Map<AttributeKey<?>, Object> all = new HashMap<>(attributes);
            all.putAll(later.attributes);
            return new Accept(later.user == null ? user : later.user, rooms, Map.copyOf(all))
                    .in(later.rooms.toArray(String[]::new));
        }

        /** {@return whom it makes the client; empty where it says nothing of that} */
        public Optional<String> user() {
            return Optional.ofNullable(user);
        }

        /** {@return the rooms it grants; unmodifiable} */
        public Set<String> rooms() {
            return rooms;
        }

        /** {@return the values it gives; unmodifiable} */
        public Map<AttributeKey<?>, Object> attributes() {
            return attributes;
        }
    }
}
