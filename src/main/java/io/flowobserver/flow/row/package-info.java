// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The fixed-size row of a flow: its layout, the writer, the reader's view, and the numbers that the columns hold.
 *
 * <p>Only the ingest thread writes rows. A reader owns its {@link io.flowobserver.flow.row.FlowView}.
 */
@NullMarked
package io.flowobserver.flow.row;

import org.jspecify.annotations.NullMarked;
