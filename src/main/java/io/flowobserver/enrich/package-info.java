// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Adds endpoints, identities, names, services and the direction to each flow. The data about the node and its peers
 * comes from an inventory file and becomes an immutable {@link io.flowobserver.enrich.snapshot.Snapshot}.
 * {@link io.flowobserver.enrich.Attribution} reads the snapshot on the ingest thread.
 *
 * <p>One thread builds snapshots and publishes them through {@link io.flowobserver.enrich.inventory.Inventory}. The
 * ingest thread reads the current snapshot once per batch. Attribution never waits and drops no flow, except socket
 * events that the options exclude.
 */
@NullMarked
package io.flowobserver.enrich;

import org.jspecify.annotations.NullMarked;
