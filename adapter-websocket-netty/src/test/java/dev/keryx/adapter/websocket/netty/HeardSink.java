package dev.keryx.adapter.websocket.netty;

import dev.keryx.gateway.CloseReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a parser finds. */
final class HeardSink implements FrameSink {
    final List<String> heard = new ArrayList<>();

    @Override
    public void text(byte[] message) {
        heard.add("text " + new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public void binary(byte[] message) {
        heard.add("binary " + message.length);
    }

    @Override
    public void ping(byte[] payload) {
        heard.add("ping " + new String(payload, StandardCharsets.UTF_8));
    }

    @Override
    public void goodbye(CloseReason reason) {
        heard.add("goodbye " + reason.code() + " " + reason.text());
    }

    @Override
    public void malformed(CloseReason reason) {
        heard.add("malformed " + reason.code());
    }

    @Override
    public void fragmentsBegin() {
        heard.add("fragments");
    }

    @Override
    public void fragmentsEnd() {
        heard.add("whole");
    }
}
