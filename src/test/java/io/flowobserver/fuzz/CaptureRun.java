// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import io.flowobserver.pipeline.VectorInventories;
import io.flowobserver.source.EventSource;
import io.flowobserver.source.SourceException;
import io.flowobserver.source.capture.ReplayOptions;
import io.flowobserver.source.capture.ReplaySource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A capture is read and replayed, and each of its events is handled as by {@link EventRun}. */
final class CaptureRun implements FuzzRun {
    private static final long NOW = 1_700_000_000_000_000_000L;

    private final FuzzPipeline station = new FuzzPipeline(VectorInventories.inventory());
    private ByteBuffer capture = ByteBuffer.allocate(0);
    private String problem = "";

    @Override
    public void prepare(EmbeddedInput input) {
        capture = input.buffer().slice(input.at(), input.length());
        problem = "";
    }

    @Override
    public void take() {
        try (ReplaySource source = ReplaySource.of("fuzz", capture, ReplayOptions.MAX)) {
            int polled = 0;
            while (polled != EventSource.ENDED) {
                polled = station.pipeline.runBatch(source, station.pipeline, NOW);
            }
        } catch (SourceException e) {
            problem = e.getMessage();
        }
    }

    @Override
    public Object outcome() {
        if (!problem.isEmpty()
                && !(problem.startsWith("capture fuzz: ") && problem.lines().count() == 1)) {
            throw new AssertionError("this tells an operator nothing: " + problem);
        }
        List<Object> outcome = new ArrayList<>(station.outcome());
        outcome.add(problem);
        return outcome;
    }
}
