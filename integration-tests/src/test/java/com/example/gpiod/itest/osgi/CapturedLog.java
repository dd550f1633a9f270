package com.example.gpiod.itest.osgi;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What is logged in the framework: through slf4j, as our bundles do, and warnings and errors through
 * OSGi's log service, as Declarative Services does.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
public final class CapturedLog implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger slf4j =
            (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Appender appender = new Appender();
    private final LogListener listener = this::osgi;
    private final LogReaderService reader;

    private CapturedLog(LogReaderService reader) {
        this.reader = reader;
    }

    static CapturedLog open(BundleContext context) {
        ServiceReference<LogReaderService> reference =
                context.getServiceReference(LogReaderService.class);
        CapturedLog log = new CapturedLog(context.getService(reference));
        log.appender.setContext(log.slf4j.getLoggerContext());
        log.appender.start();
        log.slf4j.addAppender(log.appender);
        log.reader.addLogListener(log.listener);
        return log;
    }

    @Override
    public void close() {
        reader.removeLogListener(listener);
        slf4j.detachAppender(appender);
        appender.stop();
    }

    /** Returns the lines so far that contain the text; each begins with its level. */
    public List<String> linesWith(String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    private void osgi(LogEntry entry) {
        if (entry.getLogLevel().implies(LogLevel.WARN)) {
            Throwable thrown = entry.getException();
            lines.add(line(
                    entry.getLogLevel(),
                    entry.getLoggerName(),
                    entry.getMessage(),
                    thrown == null ? "" : " (" + thrown + ")"));
        }
    }

    private static String line(Object level, String logger, String message, String thrown) {
        return level + " " + logger + ": " + message + thrown;
    }

    @Override
    public String toString() {
        return "log:\n  " + String.join("\n  ", lines);
    }

    /**
     * Without a lock: whoever logs first loads classes, for which Felix makes it wait until a refresh
     * is over, and in that others log.
     */
    private final class Appender extends UnsynchronizedAppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            var thrown = event.getThrowableProxy();
            lines.add(line(
                    event.getLevel(),
                    event.getLoggerName(),
                    event.getFormattedMessage(),
                    thrown == null
                            ? ""
                            : " (" + thrown.getClassName() + ": " + thrown.getMessage() + ")"));
        }
    }
}
