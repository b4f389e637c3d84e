package dev.keryx.adapter.redis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** Speaks just enough RESP2 to answer as a test wishes, cut where a test wishes: a network may cut anywhere. */
final class ScriptedRedis implements AutoCloseable {
    private final ServerSocket server;
    private final BiFunction<Socket, List<String>, String> script;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    /** The script gets each command and gives the bytes of its answer. */
    ScriptedRedis(BiFunction<Socket, List<String>, String> script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String uri() {
        return "redis://127.0.0.1:" + server.getLocalPort();
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many clients are connected. */
    int connected() {
        return clients.size();
    }

    /** Cuts all who are connected; others may come. */
    void cut() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    static void write(Socket client, String bytes) {
        try {
            client.setTcpNoDelay(true);
            client.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
            client.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text as Redis writes it. */
    static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "scripted-redis");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                clients.add(client);
                start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (List<String> command = read(in); !command.isEmpty(); command = read(in)) {
                write(client, script.apply(client, command));
            }
        } catch (IOException | UncheckedIOException closed) {
            // The end of this client.
        } finally {
            clients.remove(client);
        }
    }

    private static List<String> read(InputStream in) throws IOException {
        String head = line(in);
        int count = head.isEmpty() ? 0 : Integer.parseInt(head.substring(1));
        List<String> command = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int length = Integer.parseInt(line(in).substring(1));
            command.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
            line(in);
        }
        return command;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
