// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.metrics;

import io.flowobserver.metrics.request.MetricRequest;
import io.flowobserver.metrics.request.MetricsDocument;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has metrics be what a file says, whenever that changes. A file that cannot be used leaves them as they were, with one
 * warning in the log. For one thread, apart from the counts.
 */
public final class MetricsFile {
    private static final Logger log = LoggerFactory.getLogger(MetricsFile.class);
    private static final long MAX_BYTES = 1 << 20;

    private final Path path;
    private final FlowMetrics flows;
    private final LongAdder reloads = new LongAdder();
    private final LongAdder failures = new LongAdder();
    /** What was read last; null if nothing was yet. */
    private @Nullable String content;
    /** Why it cannot be read; empty if it can. */
    private String obstacle = "";

    MetricsFile(Path path, FlowMetrics flows) {
        this.path = path;
        this.flows = flows;
    }

    /** One look at the file. */
    void check() {
        try {
            String now = readText();
            obstacle = "";
            if (!now.equals(content)) {
                content = now;
                apply(now);
            }
        } catch (IOException e) {
            String reason = reason(e);
            if (!reason.equals(obstacle)) {
                obstacle = reason;
                fail(reason);
            }
        }
    }

    /** How often the file was taken up. */
    public long reloads() {
        return reloads.sum();
    }

    /** How often the file, new or changed, could not be used. */
    public long failures() {
        return failures.sum();
    }

    private void apply(String text) {
        List<MetricRequest> requests;
        try {
            requests = MetricsDocument.parse(text);
        } catch (IllegalArgumentException e) {
            fail(String.valueOf(e.getMessage()));
            return;
        }
        for (String warning : flows.configure(requests)) {
            log.warn("{}: {}", path, warning);
        }
        reloads.increment();
        log.info("{} was read; counted are {}", path, flows.described());
    }

    private void fail(String why) {
        failures.increment();
        log.warn("{}: {}; metrics stay as they are", path, why);
    }

    private String readText() throws IOException {
        // Size and kind first: a device or a pipe may have no end.
        if (Files.exists(path) && (!Files.isRegularFile(path) || Files.size(path) > MAX_BYTES)) {
            throw new IOException("is not a file of at most " + MAX_BYTES + " bytes");
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                .toString();
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof CharacterCodingException ? "is not UTF-8" : String.valueOf(e.getMessage());
    }
}
