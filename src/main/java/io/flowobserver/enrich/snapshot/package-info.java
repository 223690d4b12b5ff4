// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** What is known of a node at one moment, immutable, in tables made for look-ups by the ingest thread. */
@NullMarked
package io.flowobserver.enrich.snapshot;

import org.jspecify.annotations.NullMarked;
