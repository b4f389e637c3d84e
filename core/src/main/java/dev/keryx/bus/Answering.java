package dev.keryx.bus;

import dev.keryx.Codec;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes questions to a responder and its answers to the inbox of whoever asked. */
final class Answering<Q, R> implements MessageHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final MessageBus bus;
    private final Codec<Q> q;
    private final Codec<R> r;
    private final Responder<Q, R> responder;

    Answering(MessageBus bus, Codec<Q> q, Codec<R> r, Responder<Q, R> responder) {
        this.bus = bus;
        this.q = q;
        this.r = r;
        this.responder = responder;
    }

    /** A refusal is an answer; whatever else is thrown is the handler's failure, too. */
    @Override
    public void handle(Message question) throws Exception {
        try {
            send(Correlation.answer(question, r.encode(responder.respond(question, read(question)))));
        } catch (KeryxException refusal) {
            if (!Correlation.isTellable(refusal)) {
                failed(question);
                throw refusal;
            }
            LOG.debug("A question on {} is refused: {}", question.topic(), refusal.code());
            send(Correlation.refusal(question, refusal.code(), Correlation.text(refusal)));
        } catch (Throwable failure) {
            failed(question);
            throw failure;
        }
    }

    private Q read(Message question) {
        try {
            return q.decode(question.payload());
        } catch (KeryxException known) {
            throw known;
        } catch (RuntimeException malformed) {
            throw new KeryxException(
                    ErrorCode.BAD_VALUE, "the question on " + question.topic() + " cannot be read", malformed);
        }
    }

    private void failed(Message question) {
        send(Correlation.refusal(question, ErrorCode.INTERNAL, "the responder failed"));
    }

    /** What becomes of it the bus tells its observer; whoever asked waits until the time is over. */
    private void send(Message answer) {
        var unused = bus.publish(answer);
    }
}
