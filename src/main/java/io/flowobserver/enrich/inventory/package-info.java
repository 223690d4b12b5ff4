// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Where that knowledge comes from: a JSON file that is read and watched, and the place where snapshots are published.
 */
@NullMarked
package io.flowobserver.enrich.inventory;

import org.jspecify.annotations.NullMarked;
