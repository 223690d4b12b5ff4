// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The bytes of one sample, and flyweights that read the fields of kernel events, packet headers and agent messages from
 * these bytes.
 *
 * <p>The input is a sample from the kernel or from a capture. The output is field values, or the reason why the bytes
 * are malformed. This package keeps no state between samples, and it checks every length against the available bytes.
 * Only the parsers of agent messages allocate memory. Flyweights are not thread-safe: each thread has its own.
 */
@NullMarked
package io.flowobserver.event;

import org.jspecify.annotations.NullMarked;
