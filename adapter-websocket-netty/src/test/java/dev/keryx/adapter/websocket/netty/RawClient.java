package dev.keryx.adapter.websocket.netty;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends any bytes at all and reads what comes. Gives up after a generous time. */
final class RawClient implements AutoCloseable {
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;

    /** A frame that the server sent, its payload complete. */
    record Frame(int first, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The code of a close frame; 0 where it has none. */
        int closeCode() {
            return payload.length < 2 ? 0 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        }
    }

    RawClient(InetSocketAddress address) throws IOException {
        this(address, 0);
    }

    /** With this many bytes of receive buffer. */
    RawClient(InetSocketAddress address, int receiveBytes) throws IOException {
        socket = new Socket();
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(address, PATIENCE_MILLIS);
        in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    static String upgrade(String path, String... more) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n")
                .append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
                .append("Sec-WebSocket-Key: " + KEY + "\r\n");
        for (String header : more) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    /** A client that is in already. */
    static RawClient entered(InetSocketAddress address, String path) throws IOException {
        RawClient client = new RawClient(address);
        client.send(upgrade(path));
        String head = client.head();
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError("not let in: " + head);
        }
        return client;
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends as much as goes, and stays silent when the other side has closed meanwhile. */
    void sendAnyway(byte... bytes) {
        try {
            send(bytes);
        } catch (IOException closed) {
            // That is an answer too, and what was read before it still is.
        }
    }

    /** A response's status line and headers, up to the empty line. */
    String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** The status of the next response, whose body is read over. */
    int status() throws IOException {
        String head = head();
        body(head);
        return Integer.parseInt(head.substring(9, 12));
    }

    /** The body that belongs to a head. */
    String body(String head) throws IOException {
        int at = head.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
        if (at < 0) {
            return "";
        }
        byte[] body = new byte[Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)))];
        in.readFully(body);
        return new String(body, StandardCharsets.UTF_8);
    }

    Frame frame() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        long size = length < 126 ? length : length == 126 ? in.readUnsignedShort() : in.readLong();
        byte[] payload = new byte[(int) size];
        in.readFully(payload);
        return new Frame(first, payload);
    }

    /** Reads one byte off the socket and no further; what the server has cut off meanwhile is no failure. */
    void readByte() {
        try {
            int unused = socket.getInputStream().read();
        } catch (IOException cutOff) {
            // Its turn to notice comes later.
        }
    }

    /** Reads over all that comes up to this text, wherever its frame began. */
    void skipUntil(String text) throws IOException {
        StringBuilder tail = new StringBuilder();
        while (tail.indexOf(text) < 0) {
            tail.append((char) in.readUnsignedByte());
            if (tail.length() > 2 * text.length()) {
                tail.delete(0, tail.length() - text.length());
            }
        }
    }

    /** Whether the server closes without another byte; a reset counts. */
    boolean ends() throws IOException {
        try {
            return in.read() < 0;
        } catch (EOFException | java.net.SocketException reset) {
            return true;
        }
    }

    /** Reads over all that comes; whether the end is a reset. */
    boolean isReset() throws IOException {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return false;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
