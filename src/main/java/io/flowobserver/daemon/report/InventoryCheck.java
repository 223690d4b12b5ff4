// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.report;

import io.flowobserver.enrich.inventory.InventoryException;
import io.flowobserver.enrich.inventory.InventoryFile;
import io.flowobserver.enrich.snapshot.Snapshot;
import io.flowobserver.flow.entity.Node;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an inventory file holds, and what is wrong with it. Immutable.
 *
 * @param node name of the node, with its cluster; empty if the file does not say it
 * @param counts how many there are of each kind; empty if the file cannot be used
 * @param problems why the file cannot be used, with the place in it: none or one, because reading ends there
 * @param warnings what is probably a mistake
 */
public record InventoryCheck(String node, Map<String, Integer> counts, List<String> problems, List<String> warnings) {
    private static final int SHOWN = 10;

    /** Reads a file as the daemon does. */
    public static InventoryCheck of(Path file) {
        try {
            return of(InventoryFile.read(
                    file,
                    facts -> new Node(
                            Node.absoluteName(facts.clusterName(), facts.nodeName()),
                            facts.labels(),
                            new Node.Emitter(facts.emitterName(), facts.emitterVersion()))));
        } catch (InventoryException e) {
            return new InventoryCheck("", Map.of(), List.of(e.getMessage()), List.of());
        }
    }

    /** Returns whether the daemon can use the file. */
    public boolean valid() {
        return problems.isEmpty();
    }

    private static InventoryCheck of(Snapshot snapshot) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("endpoints", snapshot.endpointCount());
        counts.put("pods", snapshot.pods().size());
        counts.put("addresses", snapshot.addressCount());
        counts.put("ranges", snapshot.rangeCount());
        counts.put("identities", snapshot.identityCount());
        counts.put("services", snapshot.serviceCount());
        return new InventoryCheck(snapshot.node().name(), counts, List.of(), warnings(snapshot));
    }

    private static List<String> warnings(Snapshot snapshot) {
        List<String> unlabelled =
                snapshot.unlabelled().stream().map(String::valueOf).toList();
        if (unlabelled.isEmpty()) {
            return List.of();
        }
        int more = unlabelled.size() - SHOWN;
        return List.of("addresses have identities without labels: "
                + unlabelled.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "") + "; add them to \"identities\"");
    }
}
