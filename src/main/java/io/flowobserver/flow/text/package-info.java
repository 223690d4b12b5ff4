// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Text formats of the data in a flow: addresses, times, ICMP and drop names, and JSON. Parsers are strict: they reject
 * malformed text.
 */
@NullMarked
package io.flowobserver.flow.text;

import org.jspecify.annotations.NullMarked;
