// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The data model of a flow: the fixed-size row, the immutable objects that a row refers to, and the encoder that writes
 * a row as the wire bytes of a {@code flow.Flow}.
 *
 * <p>Only the ingest thread writes rows. A reader works on its own copy of a row. The objects that a row refers to are
 * immutable, so any thread may keep a reference to them. This package does not depend on the source of the rows or on
 * their readers.
 */
@NullMarked
package io.flowobserver.flow;

import org.jspecify.annotations.NullMarked;
