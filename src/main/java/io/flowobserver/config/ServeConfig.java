// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that {@code observer serve} was asked for.
 *
 * @param listenUrls as given, {@code host:port} or {@code unix:///path}
 * @param inventory file with the node's state, if there is one
 */
public record ServeConfig(
        List<String> listenUrls,
        SourceConfig source,
        Optional<Path> inventory,
        RingConfig ring,
        NodeConfig node,
        DecodeConfig decode,
        Optional<RecordConfig> record,
        MetricsConfig metrics) {
    public static final String DEFAULT_LISTEN_URL = "unix:///var/run/hubble.sock";

    /** The same with listeners and an inventory that the demo brings. */
    public ServeConfig forDemo(List<String> listenUrls, Path inventory) {
        return new ServeConfig(listenUrls, source, Optional.of(inventory), ring, node, decode, record, metrics);
    }

    /** The file that {@code --inventory} names. */
    public static Path inventoryFile(String text) {
        if (text.startsWith("file:") && text.length() > "file:".length()) {
            return Path.of(text.substring("file:".length()));
        }
        throw new ConfigException("--inventory: \"" + text + "\" is not known; give file:FILE");
    }
}
