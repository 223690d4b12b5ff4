// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.cli.console.UserError;
import io.flowobserver.cli.console.Version;
import io.flowobserver.config.ListenConfig;
import io.flowobserver.config.RecordConfig;
import io.flowobserver.config.RingConfig;
import io.flowobserver.config.ServeConfig;
import io.flowobserver.daemon.Daemon;
import io.flowobserver.daemon.StartException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code observer serve}: runs the daemon. */
@Command(
        name = "serve",
        description = "Observe this node and serve its flows",
        sortOptions = false,
        abbreviateSynopsis = true)
public final class ServeCommand implements Callable<Integer> {
    private static final long START_SECONDS = 30;

    @Mixin
    private final ListenOptions listen = new ListenOptions();

    @Mixin
    private final SourceOptions source = new SourceOptions();

    @Option(
            names = "--source-retry-limit",
            paramLabel = "N",
            description = "end with exit code 1 if N attempts in a row to open a failed source again have failed"
                    + " (default: no limit)")
    private @Nullable Integer sourceRetryLimit;

    @Mixin
    private final NodeOptions node = new NodeOptions();

    @Mixin
    private final DecodeOptions decode = new DecodeOptions();

    @Option(
            names = "--max-flows",
            paramLabel = "N",
            description = "flows to keep, rounded up to one less than a power of two (default: 65535)")
    private @Nullable Long maxFlows;

    @Option(names = "--ring-flows", paramLabel = "N", description = "flows to keep, exactly")
    private @Nullable Long ringFlows;

    @Option(names = "--ring-bytes", paramLabel = "SIZE", description = "memory for the flows to keep, e.g. 64MiB")
    private @Nullable String ringBytes;

    @Option(names = "--record", paramLabel = "FILE", description = "also write all events to a capture")
    private @Nullable Path record;

    @Mixin
    private final RecordLimit recordLimit = new RecordLimit();

    @Mixin
    private final MetricsOptions metrics = new MetricsOptions();

    @Mixin
    private final DemoOptions demo = new DemoOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    @SuppressWarnings("unused") // picocli reads its flag
    private final ConfigOption configFile = new ConfigOption();

    @Override
    public Integer call() throws InterruptedException {
        boolean demonstrates = demo.wanted(spec.commandLine().getParseResult());
        // A demo chooses its own address if the user gave none.
        List<String> usual = demonstrates ? List.of() : List.of(ListenConfig.DEFAULT_URL);
        ServeConfig config = new ServeConfig(
                listen.config(usual),
                source.config(sourceRetryLimit == null ? OptionalInt.empty() : OptionalInt.of(sourceRetryLimit)),
                node.inventory(),
                RingConfig.of(maxFlows, ringFlows, ringBytes),
                node.config(),
                decode.config(),
                Optional.ofNullable(record).map(file -> new RecordConfig(file, recordLimit.bytes())),
                metrics.config());
        try {
            if (demonstrates) {
                new DemoSession(config, demo.duration()).run();
                return CommandLine.ExitCode.OK;
            }
            return serve(config);
        } catch (StartException e) {
            throw new UserError(e.getMessage());
        }
    }

    /** Returns only if the daemon cannot go on. */
    private static int serve(ServeConfig config) throws StartException, InterruptedException {
        CompletableFuture<Daemon> starting = new CompletableFuture<>();
        AtomicInteger exitCode = new AtomicInteger(CommandLine.ExitCode.OK);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(starting, exitCode), "observer-stop-0"));
        DaemonSignals.handle(starting);
        try {
            Daemon daemon = Daemon.start(config, Version.number());
            starting.complete(daemon);
            daemon.awaitFailure();
            exitCode.set(CommandLine.ExitCode.SOFTWARE);
            return CommandLine.ExitCode.SOFTWARE;
        } finally {
            starting.cancel(false);
        }
    }

    /**
     * Stops the daemon on a signal. The exit code is then 0, although the JVM would report the signal as an error. If
     * the daemon is still starting, waits until it has started, so that it can undo everything.
     */
    private static void stop(CompletableFuture<Daemon> starting, AtomicInteger exitCode) {
        try {
            starting.get(START_SECONDS, TimeUnit.SECONDS).close();
        } catch (CancellationException failed) {
            // The daemon did not start; main prints the reason and exits.
            return;
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
        }
        Runtime.getRuntime().halt(exitCode.get());
    }
}
