// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The configuration of all sources of events.
 *
 * @param list at least one; no two have the same name
 * @param retryLimit how many attempts in a row to open a failed source again may fail; empty for no limit
 * @param queueBytes the size of the queue of each source that has one
 */
public record SourcesConfig(List<SourceConfig> list, OptionalInt retryLimit, int queueBytes) {
    /** About 25,000 events from packets. */
    public static final String DEFAULT_QUEUE_BYTES = "4MiB";

    /** Room for a record of 64 KiB wherever the queue's end is. */
    private static final int LEAST_QUEUE_BYTES = 256 << 10;

    private static final int MOST_QUEUE_BYTES = 1 << 30;

    public SourcesConfig {
        list = List.copyOf(list);
        Set<String> names = new HashSet<>();
        for (SourceConfig source : list) {
            if (!names.add(source.name())) {
                throw new ConfigException(
                        "--source: \"" + source.name() + "\" is given twice; a source can be read only once");
            }
        }
        if (retryLimit.isPresent() && retryLimit.getAsInt() < 0) {
            throw new ConfigException(
                    "--source-retry-limit: " + retryLimit.getAsInt() + " is not a number of retries; give 0 or more");
        }
    }

    /**
     * Creates the configuration from flags.
     *
     * @param queueBytes {@code --source-queue-bytes}
     * @throws ConfigException if a value is out of range, or if a source is given twice
     */
    public static SourcesConfig of(List<SourceConfig> list, OptionalInt retryLimit, String queueBytes) {
        long bytes = ByteSize.parse("--source-queue-bytes", queueBytes);
        if (bytes < LEAST_QUEUE_BYTES || bytes > MOST_QUEUE_BYTES) {
            throw new ConfigException(
                    "--source-queue-bytes: \"" + queueBytes + "\" is out of range; give 256KiB to 1GiB");
        }
        return new SourcesConfig(list, retryLimit, (int) bytes);
    }
}
