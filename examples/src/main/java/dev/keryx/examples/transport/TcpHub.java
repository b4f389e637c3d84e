package dev.keryx.examples.transport;

import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The broker of the example: passes each message to every client that has a filter for it, and answers every request, in
 * order, with one byte. Strings as {@link DataOutputStream#writeUTF} has them, numbers in four bytes.
 *
 * <pre>
 *   client to hub   'S' n filter…   'U' n filter…   'P' topic length bytes   '?'
 *   hub to client   'K'             'M' topic length bytes
 * </pre>
 */
public final class TcpHub implements AutoCloseable {
    static final byte SUBSCRIBE = 'S';
    static final byte UNSUBSCRIBE = 'U';
    static final byte PUBLISH = 'P';
    static final byte PING = '?';
    static final byte OK = 'K';
    static final byte MESSAGE = 'M';
    static final int MAX_BYTES = 2 << 20;

    /** Equal to itself only: its filters change while it is in a set. */
    private static final class Client {
        final Socket socket;
        final Set<TopicFilter> filters = ConcurrentHashMap.newKeySet();

        Client(Socket socket) {
            this.socket = socket;
        }

        synchronized void write(byte[] bytes) {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                cut(socket);
            }
        }
    }

    private final ServerSocket door;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final Thread accepting = new Thread(this::accept, "tcp-hub");

    /** Listens on this port of the loopback address; 0 takes a free one. */
    public TcpHub(int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            door = new ServerSocket();
            door.setReuseAddress(true);
            door.bind(address);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen at " + address, e);
        }
        accepting.start();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) door.getLocalSocketAddress();
    }

    /** How many clients follow this filter now. */
    public int followers(TopicFilter filter) {
        return (int) clients.stream()
                .filter(client -> client.filters.contains(filter))
                .count();
    }

    private void accept() {
        try {
            while (true) {
                Client client = new Client(door.accept());
                clients.add(client);
                new Thread(() -> serve(client), "tcp-hub-client").start();
            }
        } catch (IOException closed) {
            clients.forEach(client -> cut(client.socket));
        }
    }

    private void serve(Client client) {
        try (Socket socket = client.socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            for (int kind = in.read(); kind >= 0; kind = in.read()) {
                switch (kind) {
                    case SUBSCRIBE -> client.filters.addAll(readFilters(in));
                    case UNSUBSCRIBE -> client.filters.removeAll(readFilters(in));
                    case PUBLISH -> publish(Topic.of(in.readUTF()), readBytes(in));
                    case PING -> {}
                    default -> throw new IOException("not a request: " + kind);
                }
                client.write(new byte[] {OK});
            }
        } catch (IOException | IllegalArgumentException e) {
            // Whoever leaves, or breaks the protocol, loses the connection and nothing else happens.
        } finally {
            clients.remove(client);
        }
    }

    private void publish(Topic topic, byte[] bytes) {
        byte[] message = message(MESSAGE, topic, bytes);
        for (Client client : clients) {
            if (client.filters.stream().anyMatch(filter -> filter.matches(topic))) {
                client.write(message);
            }
        }
    }

    /** Ends the hub and every connection to it; its port is free on return. */
    @Override
    public void close() {
        cut(door);
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void cut(Closeable socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
    }

    static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("a message has at most " + MAX_BYTES + " bytes, not " + length);
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static Set<TopicFilter> readFilters(DataInputStream in) throws IOException {
        Set<TopicFilter> filters = new HashSet<>();
        for (int rest = in.readInt(); rest > 0; rest--) {
            filters.add(TopicFilter.of(in.readUTF()));
        }
        return filters;
    }

    static byte[] filters(byte kind, Set<TopicFilter> filters) {
        return written(out -> {
            out.writeByte(kind);
            out.writeInt(filters.size());
            for (TopicFilter filter : filters) {
                out.writeUTF(filter.pattern());
            }
        });
    }

    static byte[] message(byte kind, Topic topic, byte[] bytes) {
        return written(out -> {
            out.writeByte(kind);
            out.writeUTF(topic.name());
            out.writeInt(bytes.length);
            out.write(bytes);
        });
    }

    private interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.writeTo(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
