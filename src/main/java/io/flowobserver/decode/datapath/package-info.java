// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Events of the datapath become rows: the event's own fields, then the headers of the packet that it carries. */
@NullMarked
package io.flowobserver.decode.datapath;

import org.jspecify.annotations.NullMarked;
