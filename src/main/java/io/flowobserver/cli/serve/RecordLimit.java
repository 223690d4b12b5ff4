// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.config.ByteSize;
import io.flowobserver.config.RecordConfig;
import picocli.CommandLine.Option;

/** How large a capture may grow. */
final class RecordLimit {
    @Option(
            names = "--record-max-bytes",
            paramLabel = "SIZE",
            description = "recording ends before the capture is larger (default: ${DEFAULT-VALUE})")
    private String maxBytes = RecordConfig.DEFAULT_MAX_BYTES;

    long bytes() {
        return ByteSize.parse("--record-max-bytes", maxBytes);
    }
}
