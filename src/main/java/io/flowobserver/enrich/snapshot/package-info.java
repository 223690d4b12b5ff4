// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The data about the node and its peers at one point in time. It is immutable and is stored in hash tables for lookups
 * on the ingest thread.
 */
@NullMarked
package io.flowobserver.enrich.snapshot;

import org.jspecify.annotations.NullMarked;
