// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.nio.file.Path;

/**
 * A capture to write.
 *
 * @param maxBytes recording stops before the file grows larger
 */
public record RecordConfig(Path file, long maxBytes) {
    /** One gigabyte, about five million packets. */
    public static final String DEFAULT_MAX_BYTES = "1GiB";
}
