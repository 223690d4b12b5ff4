// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The model: the fixed row that every flow is, the immutable things a row refers to, and the encoder that turns a row
 * into the wire bytes of a {@code flow.Flow}.
 *
 * <p>Rows are written by the ingest thread alone and read as private copies; whatever a row refers to is immutable, so
 * any thread may hold on to it. Nothing here knows where rows come from or who reads them.
 */
@NullMarked
package io.flowobserver.flow;

import org.jspecify.annotations.NullMarked;
