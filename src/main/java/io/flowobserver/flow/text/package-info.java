// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Text forms of what is in a flow: addresses, times, ICMP and drop names, and JSON. Parsing is strict: text that is not
 * exactly what it should be is refused.
 */
@NullMarked
package io.flowobserver.flow.text;

import org.jspecify.annotations.NullMarked;
