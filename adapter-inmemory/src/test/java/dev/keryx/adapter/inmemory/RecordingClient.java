package dev.keryx.adapter.inmemory;

import dev.keryx.Payload;
import dev.keryx.gateway.CloseReason;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what comes over its wire. */
final class RecordingClient implements InMemoryGateway.Client {
    final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public void message(Payload message) {
        heard.add(message.utf8());
    }

    @Override
    public void closed(CloseReason reason) {
        heard.add("closed " + reason.code() + " " + reason.text());
    }
}
