package dev.keryx.cluster;

import dev.keryx.Gap;
import dev.keryx.NodeId;
import dev.keryx.TimeSource;
import dev.keryx.bus.GapHandler;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageHandler;
import java.util.Set;

/** The way in: takes what comes on the topics this node follows, one at a time and in order. */
final class Inbox implements MessageHandler, GapHandler {
    private final NodeId self;
    private final Set<String> everythingTopics;
    private final boolean idsTravel;
    private final TimeSource clock;
    private final RelayReports reports;
    private final Presence presence;
    private final Followings followings;
    private final Receiver receiver;

    /** Touched by the subscription's handler only. */
    private final SeenFrames seen = new SeenFrames();

    /** @param idsTravel whether a message without an id is none of a Keryx bus */
    Inbox(
            NodeId self,
            TopicScheme topics,
            boolean idsTravel,
            TimeSource clock,
            RelayReports reports,
            Presence presence,
            Followings followings,
            Receiver receiver) {
        this.self = self;
        this.everythingTopics =
                Set.of(topics.control().name(), topics.node(self).name());
        this.idsTravel = idsTravel;
        this.clock = clock;
        this.reports = reports;
        this.presence = presence;
        this.followings = followings;
        this.receiver = receiver;
    }

    /** Whether it is our own echo: asked by the bus before it buffers anything. */
    boolean isOwn(Message message) {
        return FrameCodec.isOf(self, message.payload());
    }

    @Override
    public void handle(Message message) {
        if (isOwn(message)) {
            return;
        }
        try {
            if (idsTravel && message.id().isEmpty()) {
                throw new BadFrameException("it came without an envelope: a foreign publish");
            }
            take(FrameCodec.decode(message.payload()));
        } catch (BadFrameException bad) {
            reports.skipped(message.topic().name(), String.valueOf(bad.getMessage()));
        }
    }

    private void take(Frame frame) {
        Said said = frame.said();
        if (said instanceof Said.Emit emit) {
            if (!emit.copied() || seen.first(frame.id(), clock.nanos())) {
                receiver.deliver(emit.cast());
            }
        } else if (said instanceof Said.Hello hello) {
            presence.heard(frame, hello);
        } else if (said instanceof Said.Bye) {
            presence.left(frame);
        } else if (said instanceof Said.Hole hole) {
            String reason = "node " + frame.node() + " could not publish";
            if (hole.places().isEmpty()) {
                receiver.missedAnything(reason);
            } else {
                receiver.missed(hole.places(), reason);
            }
        }
    }

    /** A hole in what concerns all, or this node, may have hidden anything: others' holes, casts to any connection here. */
    @Override
    public void handle(Gap gap) {
        String reason = "the bus has a gap: " + gap.causes();
        if (gap.topics().isEmpty() || gap.topics().stream().anyMatch(everythingTopics::contains)) {
            receiver.missedAnything(reason);
        } else {
            receiver.missed(followings.places(gap.topics()), reason);
        }
    }
}
