// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli;

import io.flowobserver.config.RecordConfig;
import io.flowobserver.config.RingConfig;
import io.flowobserver.config.ServeConfig;
import io.flowobserver.daemon.Daemon;
import io.flowobserver.daemon.StartException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code observer serve}: the daemon. */
@Command(
        name = "serve",
        description = "Observe this node and serve what is seen",
        sortOptions = false,
        abbreviateSynopsis = true)
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--listen-client-urls",
            paramLabel = "URL",
            split = ",",
            description = "where to serve gRPC: unix:///path or host:port; repeatable (default: "
                    + ServeConfig.DEFAULT_LISTEN_URL + ")")
    private List<String> listenUrls = new ArrayList<>();

    @Mixin
    private final SourceOptions source = new SourceOptions();

    @Mixin
    private final NodeOptions node = new NodeOptions();

    @Option(
            names = "--max-flows",
            paramLabel = "N",
            description = "flows to keep, rounded up to one less than a power of two (default: 65535)")
    private @Nullable Long maxFlows;

    @Option(names = "--ring-flows", paramLabel = "N", description = "flows to keep, exactly")
    private @Nullable Long ringFlows;

    @Option(names = "--ring-bytes", paramLabel = "SIZE", description = "flows to keep, as many as fit, e.g. 64MiB")
    private @Nullable String ringBytes;

    @Option(names = "--record", paramLabel = "FILE", description = "also write all events to a capture")
    private @Nullable Path record;

    @Mixin
    private final RecordLimit recordLimit = new RecordLimit();

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws InterruptedException {
        ServeConfig config = new ServeConfig(
                listenUrls.isEmpty() ? List.of(ServeConfig.DEFAULT_LISTEN_URL) : List.copyOf(listenUrls),
                source.config(),
                node.inventory(),
                RingConfig.of(maxFlows, ringFlows, ringBytes),
                node.config(),
                Optional.ofNullable(record).map(file -> new RecordConfig(file, recordLimit.bytes())));
        try {
            Daemon daemon = Daemon.start(config, Version.number());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(daemon), "observer-stop-0"));
            new CountDownLatch(1).await();
        } catch (StartException e) {
            throw new UserError(e.getMessage());
        }
        return CommandLine.ExitCode.OK;
    }

    /** Being told to stop is no failure, though the JVM would report the signal as one. */
    private static void stop(Daemon daemon) {
        daemon.close();
        Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
    }
}
