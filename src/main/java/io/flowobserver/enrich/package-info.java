// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Who is behind an address. What is known of the node comes in, from a file for now, and becomes an immutable
 * {@link io.flowobserver.enrich.snapshot.Snapshot}; {@link io.flowobserver.enrich.Attribution} reads it on the ingest thread and
 * fills in endpoints, identities, names, services and direction of each flow.
 *
 * <p>One owner thread builds snapshots and publishes them through {@link io.flowobserver.enrich.inventory.Inventory}; the ingest
 * thread takes the current one once per batch. Nothing here waits and nothing is dropped.
 */
@NullMarked
package io.flowobserver.enrich;

import org.jspecify.annotations.NullMarked;
