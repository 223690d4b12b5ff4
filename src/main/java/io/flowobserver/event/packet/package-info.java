// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Flyweights for packet headers, from Ethernet to the transport protocols and tunnels. */
@NullMarked
package io.flowobserver.event.packet;

import org.jspecify.annotations.NullMarked;
