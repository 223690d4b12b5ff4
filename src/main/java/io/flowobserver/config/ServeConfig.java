// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The complete configuration of {@code observer serve}.
 *
 * @param inventory the file with the state of the node, if there is one
 */
public record ServeConfig(
        ListenConfig listen,
        SourcesConfig sources,
        Optional<Path> inventory,
        RingConfig ring,
        NodeConfig node,
        DecodeConfig decode,
        Optional<RecordConfig> record,
        MetricsConfig metrics) {
    /** Returns the same configuration with the listeners and the inventory of the demo. */
    public ServeConfig forDemo(List<String> listenUrls, Path inventory) {
        return new ServeConfig(
                listen.at(listenUrls), sources, Optional.of(inventory), ring, node, decode, record, metrics);
    }

    /**
     * Returns the file in the value of {@code --inventory}.
     *
     * @throws ConfigException if the value has another form
     */
    public static Path inventoryFile(String text) {
        if (text.startsWith("file:") && text.length() > "file:".length()) {
            return Path.of(text.substring("file:".length()));
        }
        throw new ConfigException("--inventory: \"" + text + "\" is not known; give file:FILE");
    }
}
