// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.nio.file.Path;

/**
 * The configuration of a capture to write.
 *
 * @param maxBytes the limit for the size of the file; recording stops before the file exceeds it
 */
public record RecordConfig(Path file, long maxBytes) {
    /** One gibibyte, about five million packets. */
    public static final String DEFAULT_MAX_BYTES = "1GiB";
}
