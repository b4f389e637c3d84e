package dev.keryx.adapter.websocket.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcceptFailuresTest {
    @Test
    void acceptingPausesForASecondAndTheListenerStays() {
        MockTicker ticker = Ticker.newMockTicker();
        EmbeddedChannel listener = EmbeddedChannel.builder()
                .ticker(ticker)
                .handlers(new AcceptFailures())
                .build();
        listener.pipeline().fireExceptionCaught(new IOException("too many open files"));
        assertThat(listener.config().isAutoRead()).isFalse();
        ticker.advance(1, TimeUnit.SECONDS);
        listener.runScheduledPendingTasks();
        assertThat(listener.config().isAutoRead()).isTrue();
        assertThat(listener.isOpen()).isTrue();
        listener.checkException();
        listener.finishAndReleaseAll();
    }
}
