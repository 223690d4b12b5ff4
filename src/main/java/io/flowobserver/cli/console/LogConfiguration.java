// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * What the daemon logs, on stderr. Logback finds this class as a service.
 *
 * <p>A file {@code logback.xml} would need an XML parser and the classes of logback that interpret it: 500 classes, and
 * 3 MB of memory for as long as the daemon runs. A file of the operator's own is still read if
 * {@code -Dlogback.configurationFile} names it.
 */
public final class LogConfiguration extends ContextAwareBase implements Configurator {
    private static final String FILE_PROPERTY = "logback.configurationFile";
    /** The lowest level of the daemon's own messages that are logged; {@code INFO} without it. */
    private static final String LEVEL_PROPERTY = "observer.log.level";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(FILE_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        // An error that is a bug needs its whole stack trace.
        var bugs = context.getLogger("io.flowobserver.supervise");
        bugs.addAppender(stderr(context, "full"));
        bugs.setAdditive(false);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(stderr(context, "short"));
        setLevels(context);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void setLevels(LoggerContext context) {
        set(context, Level.WARN, Logger.ROOT_LOGGER_NAME);
        set(context, Level.toLevel(System.getProperty(LEVEL_PROPERTY), Level.INFO), "io.flowobserver");
        // grpc-netty logs every frame at DEBUG: never lower these two without need.
        set(context, Level.WARN, "io.netty", "io.grpc");
        // Netty warns about SO_KEEPALIVE on each unix socket.
        set(context, Level.ERROR, "io.netty.bootstrap");
        // And, with a stack trace, about namespaces in which no device is up.
        set(context, Level.ERROR, "io.netty.util.NetUtil", "io.netty.util.NetUtilInitializations");
        set(context, Level.ERROR, "io.netty.util.internal.MacAddressUtil", "io.netty.channel.DefaultChannelId");
        // A client that goes away in the middle of a stream is no news; grpc warns of each, with a stack trace.
        set(context, Level.ERROR, "io.grpc.netty.NettyServerHandler", "io.grpc.netty.NettyServerTransport");
        // A request that cannot be read is counted and told by RejectedCalls, once in ten seconds.
        set(context, Level.ERROR, "io.grpc.netty.NettyServerStream");
    }

    private static void set(LoggerContext context, Level level, String... loggers) {
        for (String logger : loggers) {
            context.getLogger(logger).setLevel(level);
        }
    }

    private static ConsoleAppender<ILoggingEvent> stderr(LoggerContext context, String depth) {
        LogLayout layout = new LogLayout(depth);
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
