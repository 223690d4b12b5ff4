// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.file.FileWatcher;
import io.flowobserver.file.RegularFile;
import io.flowobserver.file.WatchedFiles;
import io.flowobserver.metrics.request.MetricRequest;
import io.flowobserver.metrics.request.MetricsDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies the metrics that a file asks for. A file that cannot be used leaves the metrics as they were. */
public final class MetricsFile {
    private static final Logger log = LoggerFactory.getLogger(MetricsFile.class);
    private static final long MAX_BYTES = 1 << 20;

    private final Path path;
    private final FlowMetrics flows;
    private final WatchedFiles<List<MetricRequest>> watched;

    public MetricsFile(Path path, FlowMetrics flows) {
        this.path = path;
        this.flows = flows;
        this.watched = new WatchedFiles<>(List.of(path), this::read, this::apply, "metrics stay as they are");
    }

    /** Reads the file once on the calling thread, then has it watched. It may not be there yet. */
    public void start(FileWatcher watcher) {
        watched.start();
        watcher.watch(watched);
    }

    /** Returns how often a changed file was applied. */
    public long reloads() {
        return watched.reloads();
    }

    /** Returns how often the file, new or changed, could not be used. */
    public long failures() {
        return watched.failures();
    }

    private void apply(List<MetricRequest> requests) {
        for (String warning : flows.configure(requests)) {
            log.warn("{}: {}", path, warning);
        }
        log.info("{} was read; counted are {}", path, flows.described());
    }

    private List<MetricRequest> read() throws IOException {
        try (InputStream in = RegularFile.open(path, MAX_BYTES)) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes());
            return MetricsDocument.parse(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            throw new IOException(path + ": is not UTF-8", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }
}
