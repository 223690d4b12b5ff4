// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * From the bytes of a sample to the columns of one row: what the event and its packet say of themselves, without names;
 * and the same for records of access logs.
 *
 * <p>Comes in: a sample and a cleared row. Goes out: the row filled, or the reason why there is no flow. Runs on the
 * ingest thread, allocates nothing for events of the kernel, and throws nothing, whatever the bytes are.
 */
@NullMarked
package io.flowobserver.decode;

import org.jspecify.annotations.NullMarked;
