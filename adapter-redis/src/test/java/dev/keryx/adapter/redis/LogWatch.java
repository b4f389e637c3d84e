package dev.keryx.adapter.redis;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What anybody says in the log from now on that needs attention. */
final class LogWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger everything = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    LogWatch() {
        start();
        everything.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            events.add(event);
        }
    }

    /** Such as {@code WARN OutputLimit: …}, with the logger's simple name. */
    List<String> lines() {
        return events.stream().map(LogWatch::line).toList();
    }

    private static String line(ILoggingEvent event) {
        String name = event.getLoggerName();
        return event.getLevel() + " " + name.substring(name.lastIndexOf('.') + 1) + ": " + event.getFormattedMessage();
    }

    @Override
    public void close() {
        everything.detachAppender(this);
    }
}
