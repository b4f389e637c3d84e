package dev.keryx.gateway;

/** A name for connections: those in a room, those of a user, or one by its id. Rooms and users are at most 255 bytes of UTF-8. */
public sealed interface Target {
    /**
     * All connections in a room of the namespace.
     *
     * @param name at most 255 bytes of UTF-8
     * @return equal to any other of that name
     * @throws IllegalArgumentException where it cannot be a room's name
     */
    static Target room(String name) {
        return new Room(name);
    }

    /**
     * All connections of a user in the namespace.
     *
     * @param id as handshakes gave it, at most 255 bytes of UTF-8
     * @return equal to any other of that id
     * @throws IllegalArgumentException where it cannot be a user's id
     */
    static Target user(String id) {
        return new User(id);
    }

    /**
     * One connection.
     *
     * @param id see {@link ConnectionInfo#id}; one that nobody has reaches nobody
     * @return equal to any other of that id
     */
    static Target connection(String id) {
        return new Single(id);
    }

    /**
     * See {@link #room}.
     *
     * @param name the room's name
     */
    record Room(String name) implements Target {
        /**
         * Checks the name.
         *
         * @param name not empty, without control characters
         * @throws IllegalArgumentException where it is not so, or too long
         */
        public Room {
            Names.requireRoom(name);
        }
    }

    /**
     * See {@link #user}.
     *
     * @param id the user's id
     */
    record User(String id) implements Target {
        /**
         * Checks the id.
         *
         * @param id not empty, without control characters
         * @throws IllegalArgumentException where it is not so, or too long
         */
        public User {
            Names.requireRoom(id);
        }
    }

    /**
     * See {@link #connection}.
     *
     * @param id the connection's id
     */
    record Single(String id) implements Target {}
}
