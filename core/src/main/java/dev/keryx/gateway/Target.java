package dev.keryx.gateway;

/** A name for connections: those in a room, those of a user, or one by its id. Rooms and users are at most 255 bytes of UTF-8. */
public sealed interface Target {
    /** All connections in a room of the namespace. */
    static Target room(String name) {
        return new Room(name);
    }

    /** All connections of a user in the namespace. */
    static Target user(String id) {
        return new User(id);
    }

    /** One connection. */
    static Target connection(String id) {
        return new Single(id);
    }

    /** @param name the room's name */
    record Room(String name) implements Target {
        public Room {
            Names.requireRoom(name);
        }
    }

    /** @param id the user's id */
    record User(String id) implements Target {
        public User {
            Names.requireRoom(id);
        }
    }

    /** @param id the connection's id */
    record Single(String id) implements Target {}
}
