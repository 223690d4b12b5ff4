// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that {@code observer serve} was asked for.
 *
 * @param inventory file with the node's state, if there is one
 */
public record ServeConfig(
        ListenConfig listen,
        SourceConfig source,
        Optional<Path> inventory,
        RingConfig ring,
        NodeConfig node,
        DecodeConfig decode,
        Optional<RecordConfig> record,
        MetricsConfig metrics) {
    /** The same with listeners and an inventory that the demo brings. */
    public ServeConfig forDemo(List<String> listenUrls, Path inventory) {
        return new ServeConfig(
                listen.at(listenUrls), source, Optional.of(inventory), ring, node, decode, record, metrics);
    }

    /** The file that {@code --inventory} names. */
    public static Path inventoryFile(String text) {
        if (text.startsWith("file:") && text.length() > "file:".length()) {
            return Path.of(text.substring("file:".length()));
        }
        throw new ConfigException("--inventory: \"" + text + "\" is not known; give file:FILE");
    }
}
