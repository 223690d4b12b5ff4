// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.config.ByteSize;
import io.flowobserver.config.RecordConfig;
import picocli.CommandLine.Option;

/** The flag for the limit of a capture's size. */
final class RecordLimit {
    @Option(
            names = "--record-max-bytes",
            paramLabel = "SIZE",
            description = "limit for the size of the capture; the recording ends before it (default: ${DEFAULT-VALUE})")
    private String maxBytes = RecordConfig.DEFAULT_MAX_BYTES;

    long bytes() {
        return ByteSize.parse("--record-max-bytes", maxBytes);
    }
}
