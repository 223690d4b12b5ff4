// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.enrich.inventory.Inventory;
import io.flowobserver.supervise.Supervisor;

/**
 * What a source works with.
 *
 * @param inventory whose first snapshot is published
 * @param supervisor of the source's own threads
 */
public record SourceContext(Inventory inventory, Supervisor supervisor) {}
