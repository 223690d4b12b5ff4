// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.e2e;

import static org.junit.jupiter.api.Assumptions.abort;

import io.flowobserver.source.SourceException;
import io.flowobserver.source.bpf.BpfOptions;
import io.flowobserver.source.bpf.BpfSource;
import org.junit.jupiter.api.Assumptions;

/** What a machine must have for tests with real packets. */
final class Requirements {
    private Requirements() {}

    /** Skips the calling test, and says why, on a machine that lacks something. */
    static void met() {
        try {
            BpfSource.open(BpfOptions.DEFAULT).close();
        } catch (SourceException e) {
            abort("no eBPF here: " + e.getMessage());
        }
        Namespace.lacking().ifPresent(Assumptions::abort);
    }
}
