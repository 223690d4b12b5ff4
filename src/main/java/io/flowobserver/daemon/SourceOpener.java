// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.source.EventSource;

/** Opens a daemon's source, once, when everything that its events need is there. */
public interface SourceOpener {
    /**
     * Opens the source.
     *
     * @param inventory whose first snapshot is published
     * @param report gets a few lines on the source
     * @throws StartException with one line for the operator; nothing is left open then
     */
    EventSource open(Inventory inventory, StartupBanner report) throws StartException;
}
