// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Decodes samples and access log records into the columns of a row. Only the content of the event and its packet is
 * used. Names and other attributes are added later, by {@code enrich}.
 *
 * <p>The input is a sample and a cleared row. The output is the filled row, or the reason why the sample is not a flow.
 * Only the ingest thread runs this code. Kernel events are decoded without any allocation. No input causes an
 * exception.
 */
@NullMarked
package io.flowobserver.decode;

import org.jspecify.annotations.NullMarked;
