// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The fixed row of one flow: its layout, the writer that fills it, the view that a reader copies it into, and the numbers
 * that stand in its columns.
 *
 * <p>Only the ingest thread writes rows. A reader owns its {@link io.flowobserver.flow.row.FlowView}.
 */
@NullMarked
package io.flowobserver.flow.row;

import org.jspecify.annotations.NullMarked;
