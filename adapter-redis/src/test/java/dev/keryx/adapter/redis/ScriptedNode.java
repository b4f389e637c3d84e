package dev.keryx.adapter.redis;

import java.io.IOException;
import java.net.Socket;
import java.util.List;

/** A node that takes itself for the only one of its cluster, and fails where a test wishes. */
final class ScriptedNode implements AutoCloseable {
    static final String LOADING = "-LOADING Redis is loading the dataset in memory\r\n";

    /** What it does when it is asked who serves what. */
    enum Manner {
        WELL,
        /** Hangs up on everybody before anything is said. */
        UNREACHABLE,
        LOADING,
        /** Ends the connection that asks. */
        HANGS_UP
    }

    private final ScriptedRedis redis;
    private final Manner manner;
    private volatile boolean asked;

    ScriptedNode(Manner manner) throws IOException {
        this.manner = manner;
        this.redis = new ScriptedRedis(this::answer);
    }

    /** Whether anybody has said anything to it. */
    boolean wasAsked() {
        return asked;
    }

    ScriptedRedis redis() {
        return redis;
    }

    Node node() {
        return new Node("127.0.0.1", redis.port());
    }

    private String answer(Socket client, List<String> command) {
        asked = true;
        if (manner == Manner.UNREACHABLE) {
            return hangUp(client);
        }
        return switch (command.get(0)) {
            case "HELLO" -> "%1\r\n" + ScriptedRedis.bulk("proto") + ":3\r\n";
            case "PING" -> command.size() == 1 ? "+PONG\r\n" : ScriptedRedis.bulk(command.get(1));
            case "SSUBSCRIBE" ->
                ">3\r\n" + ScriptedRedis.bulk("ssubscribe") + ScriptedRedis.bulk(command.get(1)) + ":1\r\n";
            case "CLUSTER" -> command.get(1).equals("SLOTS") ? slots(client) : "*0\r\n";
            default -> "+OK\r\n";
        };
    }

    private String slots(Socket client) {
        return switch (manner) {
            case LOADING -> LOADING;
            case HANGS_UP -> hangUp(client);
            default ->
                "*1\r\n*3\r\n:0\r\n:16383\r\n*3\r\n" + ScriptedRedis.bulk("127.0.0.1") + ":" + redis.port() + "\r\n"
                        + ScriptedRedis.bulk("id-" + redis.port());
        };
    }

    private static String hangUp(Socket client) {
        try {
            client.close();
        } catch (IOException alreadyGone) {
            // As wished.
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        redis.close();
    }
}
