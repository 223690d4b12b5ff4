// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Decodes datapath events into rows: first the packet headers, then the fields of the event. */
@NullMarked
package io.flowobserver.decode.datapath;

import org.jspecify.annotations.NullMarked;
