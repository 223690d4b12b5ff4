// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.cli.console.InterruptHandler;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.config.ConfigException;
import io.flowobserver.config.RecordConfig;
import io.flowobserver.config.SourcesConfig;
import io.flowobserver.daemon.Recording;
import io.flowobserver.daemon.StartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code observer record}: writes events to a capture, without a server. */
@Command(
        name = "record",
        description = "Write this node's events to a capture until it is stopped",
        sortOptions = false,
        abbreviateSynopsis = true)
public final class RecordCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "the capture to write; an existing file is replaced")
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private Path file;

    @Mixin
    private final SourceOptions source = new SourceOptions();

    @Option(names = "--count", paramLabel = "N", description = "stop after this number of events")
    private @Nullable Long count;

    @Option(names = "--duration", paramLabel = "TIME", description = "stop after this time, e.g. 30s or 5m")
    private @Nullable String duration;

    @Mixin
    private final RecordLimit limit = new RecordLimit();

    @Mixin
    @SuppressWarnings("unused") // picocli reads its flag
    private final ConfigOption config = new ConfigOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Recording.Bounds bounds = new Recording.Bounds(bound(), time());
        // A capture with a hole in it would look whole, so a source that fails is not opened again.
        SourcesConfig events = source.config(OptionalInt.of(0));
        RecordConfig record = new RecordConfig(file, limit.bytes());
        CompletableFuture<Recording> starting = new CompletableFuture<>();
        InterruptHandler interruption = new InterruptHandler(() -> stop(starting));
        try (Recording recording = Recording.start(events, record, bounds)) {
            starting.complete(recording);
            recording.awaitEnd();
            spec.commandLine().getOut().println(recording.recorded() + " events written to " + file);
        } catch (StartException e) {
            throw new UserError(e.getMessage());
        } finally {
            starting.cancel(false);
            interruption.finished();
        }
        return CommandLine.ExitCode.OK;
    }

    /** Stops the recording. If it is still starting, waits until it has started. */
    private static void stop(CompletableFuture<Recording> starting) {
        starting.thenAccept(Recording::close).exceptionally(notStarted -> null).join();
    }

    private long bound() {
        if (count != null && count < 1) {
            throw new ConfigException("--count: " + count + " is not a number of events; give 1 or more");
        }
        return count == null ? Long.MAX_VALUE : count;
    }

    private Optional<Duration> time() {
        return Optional.ofNullable(duration).map(text -> TimeFlag.positive("--duration", text, "30s or 5m"));
    }
}
