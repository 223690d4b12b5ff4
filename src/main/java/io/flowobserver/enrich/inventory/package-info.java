// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Reads the inventory file, watches it for changes, and publishes snapshots. */
@NullMarked
package io.flowobserver.enrich.inventory;

import org.jspecify.annotations.NullMarked;
